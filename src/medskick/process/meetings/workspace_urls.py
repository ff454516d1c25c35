"""Addresses of the workspace, under /arbetsyta/moten/."""

from django.urls import path

from medskick.process.meetings.notes.views import desk
from medskick.process.meetings.notes.views import staff as tables
from medskick.process.meetings.views.staff import co_hosts, contacts, door, kiosks, planning, running

app_name = "meetings_staff"

urlpatterns = [
    path("", planning.meetings, name="list"),
    path("nytt/", planning.create, name="create"),
    path("turne/", planning.tour, name="tour"),
    path("kommunkontakter/", contacts.contacts, name="contacts"),
    path("kommunkontakter/<int:pk>/", contacts.place, name="place_contact"),
    path("<int:number>/", planning.meeting, name="meeting"),
    path("<int:number>/andra/", planning.edit, name="edit"),
    path("<int:number>/ta-bort/", planning.discard, name="discard"),
    path("<int:number>/publicera/", planning.publish, name="publish"),
    path("<int:number>/flytta/", running.move, name="move"),
    path("<int:number>/stall-in/", running.cancel, name="cancel"),
    path("<int:number>/genomfort/", running.mark_held, name="mark_held"),
    path("<int:number>/skriv/", running.tell, name="tell"),
    path("<int:number>/medarrangorer/", co_hosts.co_hosts, name="co_hosts"),
    path("<int:number>/kiosk/", kiosks.kiosks, name="kiosks"),
    path("<int:number>/kiosk/<int:pk>/stang/", kiosks.close, name="close_kiosk"),
    path("<int:number>/dorren/", door.door, name="door"),
    path("<int:number>/dorren/kom/", door.arrive, name="arrive"),
    path("<int:number>/dorren/angra/", door.not_here, name="not_here"),
    path("<int:number>/dorren/utan-anmalan/", door.walk_in, name="walk_in"),
    path("<int:number>/dorren/anmal/", door.enter, name="enter"),
    path("<int:number>/dorren/lista/", door.paper, name="paper"),
    path("<int:number>/dorren/lista.csv", door.fetch, name="fetch_list"),
    path("<int:number>/rakna/", door.count_heads, name="count_heads"),
    path("<int:number>/bord/", tables.tables, name="tables"),
    path("<int:number>/bord/nytt/", tables.add, name="add_table"),
    path("<int:number>/bord/lankar/", tables.open_links, name="open_note_links"),
    path("<int:number>/bord/utskrift/", tables.sheet, name="note_sheet"),
    path("<int:number>/bord/fragor/", tables.ask, name="ask"),
    path("<int:number>/bord/<int:table>/namn/", tables.rename, name="rename_table"),
    path("<int:number>/bord/<int:table>/ta-bort/", tables.remove, name="remove_table"),
    path("<int:number>/bord/<int:table>/lank/", tables.open_link, name="open_note_link"),
    path("<int:number>/bord/<int:table>/stang/", tables.revoke_link, name="revoke_note_link"),
    path("<int:number>/bord/<int:table>/anteckna/", desk.by_staff, name="notes"),
    path("<int:number>/bord/<int:table>/anteckna/foto/<uuid:key>/", desk.photo_by_staff, name="notes_photo"),
]
