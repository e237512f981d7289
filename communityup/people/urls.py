"""Where accounts are. The names are those of the sign-in library where it looks for them; there is no password page."""

from allauth.account import views as library
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import include, path

from communityup.people import views
from communityup.people.adapters import only_fresh

_security = [
    path("", mfa.index, name="mfa_index"),
    path("tweede-stap/", mfa.authenticate, name="mfa_authenticate"),
    path("bevestigen/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("app/toevoegen/", only_fresh(totp.activate_totp), name="mfa_activate_totp"),
    path("app/verwijderen/", only_fresh(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("herstelcodes/", only_fresh(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("herstelcodes/nieuw/", only_fresh(recovery.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("herstelcodes/bestand/", only_fresh(recovery.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("passkeys/toevoegen/", only_fresh(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("passkeys/bevestigen/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("passkeys/<int:pk>/verwijderen/", only_fresh(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
    path("passkeys/<int:pk>/naam/", only_fresh(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
]

_account = [
    path("", views.account, name="account"),
    path("inloggen/", views.sign_in, name="account_login"),
    path("inloggen/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("code/", views.enter_code, name="account_confirm_login_code"),
    path("naam/", views.choose_name, name="account_signup"),
    path("uitloggen/", library.logout, name="account_logout"),
    path("gesloten/", library.account_inactive, name="account_inactive"),
    path("bevestigen/", views.confirm_identity, name="confirm_identity"),
    path("e-mailadres/", views.new_address, name="account_email"),
    path("e-mailadres/code/", views.prove_new_address, name="account_email_verification_sent"),
    path("beveiliging/", include(_security)),
    path("sessies/", views.sessions, name="usersessions_list"),
    path("vertrekken/", views.leave, name="leave_platform"),
    path("vertrokken/", views.left, name="left"),
]

urlpatterns = [
    path("account/", include(_account)),
    path("taal/", views.set_language, name="set_language"),
]
