from django.apps import AppConfig


class HouseWorkConfig(AppConfig):
    name = "house_work"
