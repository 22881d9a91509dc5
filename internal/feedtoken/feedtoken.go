// Package feedtoken owns the table feed_token: the random values in the addresses of
// private feeds, which stand for a person where no sign-in is possible.
//
// It promises: only hashes are stored; a token opens one feed and nothing else, and
// only while its person could read by signing in; revoked, it is as unknown as one
// that never was; and none ends but by an act that says so. A form that is sent twice
// makes one token, which both answers show.
package feedtoken

import (
	"context"
	"slices"
	"strconv"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/once"
	"kommunalforum/internal/secret"
)

// Kind is the kind of thing that a feed is about.
type Kind string

const (
	Board   Kind = "board"
	Service Kind = "service"
	FAQ     Kind = "faq"     // all articles
	Answers Kind = "answers" // all official answers
	Thread  Kind = "thread"
	Search  Kind = "search" // a saved search
)

// Subject is what a feed is about. ID is 0 for FAQ and Answers.
type Subject struct {
	Kind Kind
	ID   int64
}

// String names the subject within the forum, such as board/3.
func (s Subject) String() string {
	if s.ID == 0 {
		return string(s.Kind)
	}
	return string(s.Kind) + "/" + strconv.FormatInt(s.ID, 10)
}

// Limits.
const (
	// MaxPerPerson is how many feeds a person may have an address for.
	MaxPerPerson = 30
	// UnusedLife is how long an address works that nobody fetches.
	UnusedLife = 365 * 24 * time.Hour
	// usedStep is how far the last use must have moved before it is written again, so
	// that fetching a feed does not write to the database.
	usedStep = 24 * time.Hour
)

// Token is an address that a person made, without its secret.
type Token struct {
	ID        int64
	Subject   Subject
	CreatedAt time.Time
	UsedAt    time.Time // the last fetch, to the day; zero: never
}

// Tokens makes, lists and revokes addresses of private feeds.
type Tokens struct {
	db       *db.DB
	accounts *account.Accounts

	// Keyring derives tokens from the keys of forms. New gives one that ends with the
	// process.
	Keyring *secret.Keyring
}

// New returns the tokens stored in d.
func New(d *db.DB, accounts *account.Accounts) *Tokens {
	return &Tokens{d, accounts, secret.NewKeyring()}
}

// Exists is the error that there is an address for the subject already. It may have
// been copied into a program, so only Replace ends it.
type Exists struct{ Token }

func (Exists) Error() string { return "there is an address for this feed already" }

// Create makes an address for the subject and returns its random value, which is
// stored nowhere, or Exists. The form with the same key again returns the same value,
// and fault.NotFound once the address was replaced or revoked; "" is a new form each
// time. It is guarded, see account.GuardFeed. Whether by may read the subject is asked
// whenever the feed is fetched.
func (t *Tokens) Create(ctx context.Context, by account.Viewer, s Subject, key string) (token string, err error) {
	if err := by.MustBeMember(); err != nil {
		return "", err
	}
	err = t.db.Write(ctx, func(tx *db.Tx) error {
		if err := account.RequireReauthTx(tx, by, account.GuardFeed); err != nil {
			return err
		}
		form := key + " " + s.String()
		made, hash := t.draw(by.ID, key, form)
		if _, again, err := madeTx(tx, by.ID, hash); err != nil || again {
			token = made
			return err
		}
		if key != "" {
			before, err := once.SentTx(tx, by.ID, form)
			if err == nil && before {
				err = fault.Missing()
			}
			if err != nil {
				return err
			}
		}
		all, err := listTx(tx, by.ID)
		if err != nil {
			return err
		}
		if i := slices.IndexFunc(all, func(x Token) bool { return x.Subject == s }); i >= 0 {
			return Exists{all[i]}
		}
		if err := account.CountActivityTx(tx, by, account.Editing); err != nil {
			return err
		}
		if len(all) >= MaxPerPerson {
			return fault.Reject("Sie haben schon " + strconv.Itoa(MaxPerPerson) + " Feeds. Bitte widerrufen Sie zuerst einen davon.")
		}
		token = made
		return insert(tx, by.ID, s, hash)
	})
	return token, err
}

// Replace ends an address of by and makes another one for the same subject. It returns
// the subject and the new random value; the form with the same key again returns the
// same. An address that is not theirs, or was replaced or revoked before, is
// fault.NotFound. It is guarded as Create is.
func (t *Tokens) Replace(ctx context.Context, by account.Viewer, id int64, key string) (s Subject, token string, err error) {
	if err := by.MustBeMember(); err != nil {
		return s, "", err
	}
	err = t.db.Write(ctx, func(tx *db.Tx) error {
		if err := account.RequireReauthTx(tx, by, account.GuardFeed); err != nil {
			return err
		}
		made, hash := t.draw(by.ID, key, key+" ersetzt "+strconv.FormatInt(id, 10))
		subject, again, err := madeTx(tx, by.ID, hash)
		if err != nil || again {
			s, token = subject, made
			return err
		}
		s, err = db.One(tx, scanSubject, `
			DELETE FROM feed_token
			WHERE id = $1 AND person_id = $2
			RETURNING subject_kind, subject_id`, id, by.ID)
		if err != nil {
			return err
		}
		if err := account.CountActivityTx(tx, by, account.Editing); err != nil {
			return err
		}
		token = made
		return insert(tx, by.ID, s, hash)
	})
	return s, token, err
}

// draw returns the token for a form of the person and its hash: always the same one for
// the same form, and a random one for a form without a key.
func (t *Tokens) draw(person int64, key, form string) (token, hash string) {
	if key == "" {
		return secret.NewToken()
	}
	return t.Keyring.Derive("feed", strconv.FormatInt(person, 10)+" "+form)
}

// madeTx returns for what the person has the address with the hash.
func madeTx(tx *db.Tx, person int64, hash string) (s Subject, found bool, err error) {
	return db.Found(db.One(tx, scanSubject, `
		SELECT subject_kind, subject_id
		FROM feed_token
		WHERE hash = $1 AND person_id = $2`, hash, person))
}

func scanSubject(r db.Row) (s Subject, err error) { return s, r.Scan(&s.Kind, &s.ID) }

func insert(tx *db.Tx, person int64, s Subject, hash string) error {
	_, err := tx.Exec(`
		INSERT INTO feed_token (person_id, subject_kind, subject_id, hash, created_at)
		VALUES ($1, $2, $3, $4, $5)`, person, string(s.Kind), s.ID, hash, tx.Now)
	return err
}

// List returns the addresses that by made, newest first.
func (t *Tokens) List(ctx context.Context, by account.Viewer) ([]Token, error) {
	if err := by.MustBeMember(); err != nil {
		return nil, err
	}
	return db.View(ctx, t.db, func(tx *db.Tx) ([]Token, error) { return listTx(tx, by.ID) })
}

func listTx(tx *db.Tx, person int64) ([]Token, error) {
	return db.List(tx, func(r db.Row) (x Token, err error) {
		return x, r.Scan(&x.ID, &x.Subject.Kind, &x.Subject.ID, db.Instant(&x.CreatedAt), db.Instant(&x.UsedAt))
	}, `
		SELECT id, subject_kind, subject_id, created_at, used_at
		FROM feed_token
		WHERE person_id = $1
		ORDER BY created_at DESC, id DESC`, person)
}

// Revoke ends an address of by. One that is not theirs is fault.NotFound.
func (t *Tokens) Revoke(ctx context.Context, by account.Viewer, id int64) error {
	if err := by.MustBeMember(); err != nil {
		return err
	}
	return t.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(`DELETE FROM feed_token WHERE id = $1 AND person_id = $2`, id, by.ID)
		if err == nil && n == 0 {
			err = fault.Missing()
		}
		return err
	})
}

// Open returns what the token opens, and as whom. An unknown or revoked one, and one
// whose person could not read by signing in, is fault.NotFound. It notes the use, once
// a day.
func (t *Tokens) Open(ctx context.Context, token string) (s Subject, as account.Viewer, err error) {
	if len(token) != secret.TokenLength {
		return s, as, fault.Missing()
	}
	type row struct {
		id, person int64
		used       time.Time
	}
	var found row
	stale := false
	err = t.db.Read(ctx, func(tx *db.Tx) error {
		found, err = db.One(tx, func(r db.Row) (x row, err error) {
			return x, r.Scan(&x.id, &x.person, db.Instant(&x.used), &s.Kind, &s.ID)
		}, `
			SELECT id, person_id, used_at, subject_kind, subject_id
			FROM feed_token
			WHERE hash = $1`, secret.Hash(token))
		if err != nil {
			return err
		}
		stale = tx.Now.Sub(found.used) > usedStep
		reader, ok, err := t.accounts.ReaderTx(tx, found.person)
		if err == nil && !ok {
			err = fault.Missing()
		}
		as = reader
		return err
	})
	if err != nil {
		return Subject{}, account.Viewer{}, err
	}
	if stale {
		err = t.db.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE feed_token SET used_at = $1 WHERE id = $2`, tx.Now, found.id)
			return err
		})
		if fault.Is(err, fault.Unready) {
			err = nil // noted at the next use
		}
	}
	return s, as, err
}

// EraseTx deletes the addresses of a person who left.
func EraseTx(tx *db.Tx, person int64) error {
	_, err := tx.Exec(`DELETE FROM feed_token WHERE person_id = $1`, person)
	return err
}

// PruneTx deletes up to limit addresses that nobody has fetched for UnusedLife and
// returns how many.
func PruneTx(tx *db.Tx, limit int) (int64, error) {
	return tx.Exec(`
		DELETE FROM feed_token
		WHERE id IN (SELECT id FROM feed_token WHERE COALESCE(used_at, created_at) < $1 LIMIT $2)`, tx.Now.Add(-UnusedLife), limit)
}
