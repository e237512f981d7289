"""Where accounts are. The names are those of the sign-in library where it looks for them; there is no password page."""

from allauth.account.views import AccountInactiveView, LogoutView
from allauth.mfa.base.views import AuthenticateView, IndexView, ReauthenticateView
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import include, path

from communityup.people import views
from communityup.people.adapters import only_fresh, past_guest

_index = IndexView.as_view(template_name="people/security.html")
_second_step = AuthenticateView.as_view(template_name="people/second_step.html")
_reauthenticate = ReauthenticateView.as_view(template_name="people/confirm_with_app.html")
_add_app = totp.ActivateTOTPView.as_view(template_name="people/app_add.html")
_remove_app = totp.DeactivateTOTPView.as_view(template_name="people/app_remove.html")
_codes = recovery.ViewRecoveryCodesView.as_view(template_name="people/recovery_codes.html")
_new_codes = recovery.GenerateRecoveryCodesView.as_view(template_name="people/recovery_codes_new.html")
_passkeys = passkeys.ListWebAuthnView.as_view(template_name="people/passkeys.html")
_add_passkey = passkeys.AddWebAuthnView.as_view(template_name="people/passkey_add.html")
_confirm_passkey = passkeys.ReauthenticateWebAuthnView.as_view(template_name="people/confirm_with_passkey.html")
_remove_passkey = passkeys.RemoveWebAuthnView.as_view(template_name="people/passkey_remove.html")
_name_passkey = passkeys.EditWebAuthnView.as_view(template_name="people/passkey_name.html")

_security = [
    path("", _index, name="mfa_index"),
    path("tweede-stap/", past_guest(_second_step), name="mfa_authenticate"),
    path("bevestigen/", _reauthenticate, name="mfa_reauthenticate"),
    path("app/toevoegen/", only_fresh(_add_app), name="mfa_activate_totp"),
    path("app/verwijderen/", only_fresh(_remove_app), name="mfa_deactivate_totp"),
    path("herstelcodes/", only_fresh(_codes), name="mfa_view_recovery_codes"),
    path("herstelcodes/nieuw/", only_fresh(_new_codes), name="mfa_generate_recovery_codes"),
    path("herstelcodes/bestand/", only_fresh(recovery.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("passkeys/", _passkeys, name="mfa_list_webauthn"),
    path("passkeys/toevoegen/", only_fresh(_add_passkey), name="mfa_add_webauthn"),
    path("passkeys/bevestigen/", _confirm_passkey, name="mfa_reauthenticate_webauthn"),
    path("passkeys/<int:pk>/verwijderen/", only_fresh(_remove_passkey), name="mfa_remove_webauthn"),
    path("passkeys/<int:pk>/naam/", only_fresh(_name_passkey), name="mfa_edit_webauthn"),
]

_account = [
    path("", views.account, name="account"),
    path("inloggen/", views.sign_in, name="account_login"),
    path("inloggen/passkey/", past_guest(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("code/", views.enter_code, name="account_confirm_login_code"),
    path("naam/", views.choose_name, name="account_signup"),
    path("uitloggen/", LogoutView.as_view(template_name="people/sign_out.html"), name="account_logout"),
    path("gesloten/", AccountInactiveView.as_view(template_name="people/closed.html"), name="account_inactive"),
    path("bevestigen/", views.confirm_identity, name="confirm_identity"),
    path("e-mailadres/", views.new_address, name="account_email"),
    path("e-mailadres/code/", views.prove_new_address, name="account_email_verification_sent"),
    path("beveiliging/", include(_security)),
    path("sessies/", views.sessions, name="usersessions_list"),
    path("vertrekken/", views.leave, name="leave_platform"),
    path("gast/", views.guest, name="guest"),
    path("vertrokken/", views.left, name="left"),
]

urlpatterns = [
    path("account/", include(_account)),
    path("taal/", views.set_language, name="set_language"),
]
