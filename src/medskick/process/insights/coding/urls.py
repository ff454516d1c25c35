"""Addresses of the sample, below /arbetsyta/analys/kodning/."""

from django.urls import path

from medskick.process.insights.coding.views import agreement, coder, lead

urlpatterns = [
    path("", lead.home, name="coding"),
    path("plan/", lead.plan, name="coding_plan"),
    path("dra/", lead.draw, name="coding_draw"),
    path("lova/", coder.promise, name="coding_promise"),
    path("nasta/", coder.following, name="next_statement"),
    path("tanke/<int:pk>/", coder.statement, name="statement"),
    path("angra/", coder.take_back, name="coding_take_back"),
    path("samstammighet/", agreement.agreement, name="agreement"),
    path("samstammighet/<int:pk>/", agreement.difference, name="difference"),
    path("samstammighet/<int:pk>/forslag/", agreement.propose, name="consensus_propose"),
    path("samstammighet/<int:pk>/godta/", agreement.accept, name="consensus_accept"),
    path("samstammighet/<int:pk>/flytta/", agreement.send_to_board, name="consensus_move"),
    path("samstammighet/stabilitet/", agreement.check_stability, name="stability"),
    path("samstammighet/publicera/", agreement.publish, name="agreement_publish"),
]
