"""The start of the workspace, accounts, one's own account and the log."""

from django.urls import path

from medskick.ground.people.views import accounts, log, own, workspace

app_name = "workspace"
urlpatterns = [
    path("", workspace.home, name="home"),
    path("mitt-konto/", own.profile, name="profile"),
    path("mitt-konto/logga-ut-overallt/", own.end_other_sessions, name="end_sessions"),
    path("konton/", accounts.accounts, name="accounts"),
    path("konton/bjud-in/", accounts.invite, name="invite"),
    path("konton/inbjudan/<int:pk>/ny-lank/", accounts.renew_invitation, name="renew_invitation"),
    path("konton/inbjudan/<int:pk>/aterkalla/", accounts.withdraw_invitation, name="withdraw_invitation"),
    path("konton/<int:pk>/", accounts.account, name="account"),
    path("konton/<int:pk>/roller/", accounts.change_roles, name="change_roles"),
    path("konton/<int:pk>/stang/", accounts.deactivate, name="deactivate"),
    path("konton/<int:pk>/oppna/", accounts.reactivate, name="reactivate"),
    path("konton/<int:pk>/tvafaktor/", accounts.reset_second_factor, name="reset_second_factor"),
    path("konton/<int:pk>/losenordslank/", accounts.password_link, name="password_link"),
    path("konton/<int:pk>/logga-ut/", accounts.end_sessions, name="end_account_sessions"),
    path("logg/", log.log, name="log"),
    path("logg/logg.csv", log.download, name="log_csv"),
]
