package path

// Signing in.
const (
	SignIn              = "/anmelden"
	SignInPasskey       = "/anmelden/passkey"
	SignInPasskeyTask   = "/anmelden/passkey/aufgabe"
	SignInProvider      = "/anmelden/mit/:provider"
	ProviderReturn      = "/anmelden/mit/:provider/zurueck"
	SecondFactor        = "/anmelden/code"
	SecondFactorTask    = "/anmelden/code/aufgabe"
	SecondFactorPasskey = "/anmelden/code/passkey"
	SignOut             = "/abmelden"
	ForgottenPassword   = "/passwort-vergessen"
	ChoosePassword      = "/passwort/:token"
)

// Signing up.
const (
	SignUp       = "/registrieren"
	Application  = "/registrieren/:token"
	Invitation   = "/einladung/:token"
	AddressCheck = "/adresse/:token"
)

// The own account.
const (
	Account          = "/konto"
	Name             = "/konto/name"
	Address          = "/konto/adresse"
	ConfirmAddress   = "/konto/adresse-bestaetigen"
	Colleagues       = "/konto/kollegium"
	RevokeInvitation = "/konto/kollegium/:id/zuruecknehmen"
	Vouch            = "/konto/kollegium/:id/antworten"
	EndSessions      = "/konto/sitzungen/beenden"
	StayAwake        = "/konto/wach"
	Password         = "/konto/passwort"
	Data             = "/konto/daten"
	Leave            = "/konto/verlassen"
)

// How people prove who they are.
const (
	Security           = "/konto/sicherheit"
	App                = "/konto/sicherheit/app"
	ConfirmApp         = "/konto/sicherheit/app/bestaetigen"
	RemoveApp          = "/konto/sicherheit/app/entfernen"
	RecoveryCodes      = "/konto/sicherheit/codes"
	Passkeys           = "/konto/sicherheit/passkeys"
	PasskeyTask        = "/konto/sicherheit/passkeys/aufgabe"
	Passkey            = "/konto/sicherheit/passkeys/:id" // no page, its acts are below
	RenamePasskey      = "/konto/sicherheit/passkeys/:id/umbenennen"
	RemovePasskey      = "/konto/sicherheit/passkeys/:id/entfernen"
	UnlinkProvider     = "/konto/sicherheit/verknuepfungen/:provider/trennen"
	Reauthenticate     = "/konto/bestaetigen"
	ReauthenticateCode = "/konto/bestaetigen/code"
	ReauthenticateTask = "/konto/bestaetigen/aufgabe"
	ReauthenticateKey  = "/konto/bestaetigen/passkey"
)
