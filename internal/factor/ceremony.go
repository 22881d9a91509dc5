package factor

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/netip"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/secret"
)

// ChallengeLife is how long an authenticator may take to answer.
const ChallengeLife = 10 * time.Minute

// purpose is the only use that a challenge may be put to.
type purpose string

const (
	forAdding    purpose = "add"
	forSigningIn purpose = "sign-in"
	forVerifying purpose = "proof" // that somebody who is known is there
)

// Passkeys runs the WebAuthn ceremonies for one public address, in the caller's
// transaction. A passkey proves that the device is present and that its owner
// unlocked it; without the latter none is accepted.
type Passkeys struct{ rp *webauthn.WebAuthn }

// NewPasskeys returns the passkeys for the forum's public address. ok is false if
// the host is an IP address, because passkeys need a name.
func NewPasskeys(base config.BaseURL, site string) (p *Passkeys, ok bool, err error) {
	if _, err := netip.ParseAddr(base.Hostname()); err == nil {
		return nil, false, nil
	}
	rp, err := webauthn.New(&webauthn.Config{
		RPID:          base.Hostname(),
		RPDisplayName: site,
		RPOrigins:     []string{base.String()},
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, UserVerification: protocol.VerificationRequired},
		AttestationPreference: protocol.PreferNoAttestation,
	})
	if err != nil {
		return nil, false, fmt.Errorf("passkeys for %s: %w", base, err)
	}
	return &Passkeys{rp}, true, nil
}

const notAccepted = "Der Passkey wurde nicht angenommen. Bitte versuchen Sie es noch einmal."

// BeginAddingTx returns the options for navigator.credentials.create as JSON.
// The names are shown by the person's device.
func (p *Passkeys) BeginAddingTx(tx *db.Tx, person int64, email, name string) ([]byte, error) {
	raw := make([]byte, 32)
	rand.Read(raw)
	_, err := tx.Exec(`
		INSERT INTO passkey_user (person_id, handle)
		VALUES ($1, $2)
		ON CONFLICT (person_id) DO NOTHING`, person, base64.RawURLEncoding.EncodeToString(raw))
	if err != nil {
		return nil, err
	}
	o, err := ownerOf(tx, person)
	if err != nil {
		return nil, err
	}
	if len(o.keys) >= MaxPasskeys {
		return nil, fault.Reject(fmt.Sprintf("Mehr als %d Passkeys sind nicht möglich. Bitte entfernen Sie zuerst einen.", MaxPasskeys))
	}
	o.email, o.name = email, name
	options, session, err := p.rp.BeginRegistration(o, webauthn.WithExclusions(webauthn.Credentials(o.keys).CredentialDescriptors()))
	if err != nil {
		return nil, fmt.Errorf("begin adding a passkey: %w", err)
	}
	return p.challenge(tx, person, forAdding, options.Response, session)
}

// AddTx stores the passkey that the device created. An answer that does not match
// the challenge is fault.Invalid.
func (p *Passkeys) AddTx(tx *db.Tx, person int64, name string, answer []byte) error {
	name, err := passkeyName(name)
	if err != nil {
		return err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return fault.Reject(notAccepted)
	}
	session, ok, err := take(tx, person, forAdding, parsed.Response.CollectedClientData.Challenge)
	if err != nil {
		return err
	}
	if !ok {
		return fault.Reject(notAccepted)
	}
	o, err := ownerOf(tx, person)
	if err != nil {
		return err
	}
	key, err := p.rp.CreateCredential(o, session, parsed)
	if err != nil {
		return fault.Reject(notAccepted)
	}
	err = insertPasskey(tx, person, name, key)
	if fault.Is(err, fault.Conflict) {
		return fault.Reject("Dieser Passkey ist schon eingerichtet.")
	}
	return err
}

// BeginSignInTx returns the options for navigator.credentials.get as JSON, for
// whoever wants to sign in.
func (p *Passkeys) BeginSignInTx(tx *db.Tx) ([]byte, error) {
	options, session, err := p.rp.BeginDiscoverableLogin()
	if err != nil {
		return nil, fmt.Errorf("begin signing in by passkey: %w", err)
	}
	return p.challenge(tx, 0, forSigningIn, options.Response, session)
}

// SignInTx returns whose passkey answered. The challenge is used up in any case, so
// the caller must commit even if ok is false.
func (p *Passkeys) SignInTx(tx *db.Tx, answer []byte) (person int64, ok bool, err error) {
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return 0, false, fault.Reject(notAccepted)
	}
	session, ok, err := take(tx, 0, forSigningIn, parsed.Response.CollectedClientData.Challenge)
	if err != nil || !ok {
		return 0, false, err
	}
	var o owner
	var broken error // the library hides errors of the database
	_, key, err := p.rp.ValidatePasskeyLogin(func(id, handle []byte) (webauthn.User, error) {
		who, err := db.Scalar[int64](tx, `SELECT person_id FROM passkey_user WHERE handle = $1`, credentialID(handle))
		if err == nil {
			o, err = ownerOf(tx, who)
		}
		if err != nil && !fault.Is(err, fault.NotFound) {
			broken = err
		}
		return o, err
	}, session, parsed)
	if broken != nil {
		return 0, false, broken
	}
	if err != nil {
		return 0, false, nil
	}
	ok, err = accept(tx, o.id, key)
	return o.id, ok, err
}

// BeginVerifyTx returns the options for navigator.credentials.get as JSON, for
// somebody who is known and has a passkey.
func (p *Passkeys) BeginVerifyTx(tx *db.Tx, person int64) ([]byte, error) {
	o, err := ownerOf(tx, person)
	if err != nil {
		return nil, err
	}
	if len(o.keys) == 0 {
		return nil, fault.Reject("Für dieses Konto ist kein Passkey eingerichtet.")
	}
	options, session, err := p.rp.BeginLogin(o)
	if err != nil {
		return nil, fmt.Errorf("begin verifying by passkey: %w", err)
	}
	return p.challenge(tx, person, forVerifying, options.Response, session)
}

// VerifyTx reports whether a passkey of the person answered. The challenge is used
// up in any case, so the caller must commit even if ok is false.
func (p *Passkeys) VerifyTx(tx *db.Tx, person int64, answer []byte) (ok bool, err error) {
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return false, fault.Reject(notAccepted)
	}
	session, ok, err := take(tx, person, forVerifying, parsed.Response.CollectedClientData.Challenge)
	if err != nil || !ok {
		return false, err
	}
	o, err := ownerOf(tx, person)
	if err != nil {
		return false, err
	}
	key, err := p.rp.ValidateLogin(o, session, parsed)
	if err != nil {
		return false, nil
	}
	return accept(tx, person, key)
}

// accept stores the passkey's new counter. If the counter went back there may be a
// copy of the passkey: it is refused, and the person is told by mail.
func accept(tx *db.Tx, person int64, key *webauthn.Credential) (bool, error) {
	if key.Authenticator.CloneWarning {
		return false, note(tx, person, Copied)
	}
	return true, markUsed(tx, person, key)
}

// challenge stores what was asked and returns the options as JSON.
func (p *Passkeys) challenge(tx *db.Tx, person int64, what purpose, options any, session *webauthn.SessionData) ([]byte, error) {
	if _, err := tx.Exec(`DELETE FROM passkey_challenge WHERE expires_at <= $1`, tx.Now); err != nil {
		return nil, err
	}
	record, err := json.Marshal(session)
	if err != nil {
		return nil, fmt.Errorf("challenge: %w", err)
	}
	_, err = tx.Exec(`
		INSERT INTO passkey_challenge (id, person_id, purpose, record, expires_at)
		VALUES ($1, $2, $3, $4, $5)`, secret.Hash(session.Challenge), db.Null(person), string(what), string(record), tx.Now.Add(ChallengeLife))
	if err != nil {
		return nil, err
	}
	out, err := json.Marshal(options)
	if err != nil {
		return nil, fmt.Errorf("options: %w", err)
	}
	return out, nil
}

// take uses up a challenge; ok is false if it is unknown, expired, used, or
// somebody else's.
func take(tx *db.Tx, person int64, what purpose, challenge string) (s webauthn.SessionData, ok bool, err error) {
	record, ok, err := db.Found(db.Scalar[string](tx, `
		DELETE FROM passkey_challenge
		WHERE id = $1 AND COALESCE(person_id, 0) = $2 AND purpose = $3 AND expires_at > $4
		RETURNING record`, secret.Hash(challenge), person, string(what), tx.Now))
	if err != nil || !ok {
		return s, false, err
	}
	if err := json.Unmarshal([]byte(record), &s); err != nil {
		return s, false, fmt.Errorf("challenge: %w", err)
	}
	return s, true, nil
}
