package mailer_test

import (
	"bytes"
	"context"
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"go.uber.org/goleak"

	"kommunalforum/internal/account"
	"kommunalforum/internal/config"
	"kommunalforum/internal/credential"
	"kommunalforum/internal/db"
	"kommunalforum/internal/mail"
	"kommunalforum/internal/mailer"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/outbox"
	"kommunalforum/internal/password"
	"kommunalforum/internal/signin"
	"kommunalforum/internal/testkit/smtpd"
	"kommunalforum/internal/testkit/testdb"
)

func TestMain(m *testing.M) {
	password.UseTestCost()
	goleak.VerifyTestMain(m)
}

const (
	email = "anna.geheimnis@stadt.example"
	name  = "Anna Kanarienvogel"
)

// world is an account, a mail server and a dispatcher between them.
type world struct {
	*mailer.Dispatcher
	t        *testing.T
	db       *db.DB
	accounts *account.Accounts
	signIn   *signin.Authenticator
	server   *smtpd.Server
	sender   *mail.SMTP
	now      time.Time
	log      *lines
}

// lines is a log that several goroutines write.
type lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func fresh(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, server: smtpd.Start(t, false), log: &lines{}, now: time.Date(2026, 11, 21, 13, 30, 0, 0, time.UTC)}
	log := slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	w.db = testdb.WithOptions(t, db.Options{Log: log})
	w.accounts = account.New(w.db)
	w.signIn = signin.New(w.db, w.accounts)
	_, _, err := w.accounts.Create(w.ctx(), account.NewPerson{Email: email, Name: name, Password: "ein-langes-passwort",
		Organisation: organisation.Organisation{Name: "Stadt Musterstadt", Kind: organisation.Municipality, State: "Hessen"}})
	if err != nil {
		t.Fatal(err)
	}
	w.sender = &mail.SMTP{Host: w.server.Host, Port: w.server.Port, Security: mail.STARTTLS, Roots: w.server.Roots, Patience: time.Second}
	c := config.Config{BaseURL: "https://forum.example", Mail: config.Mail{From: "forum@forum.example"},
		Site: config.Site{Name: "Kommunalforum", Contact: "hilfe@forum.example"}}
	if w.Dispatcher, err = mailer.New(w.db, log, c, w.sender); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) ctx() context.Context { return db.At(context.Background(), w.now) }

// reset asks for a reset.
func (w *world) reset() {
	w.t.Helper()
	if err := w.signIn.RequestReset(w.ctx(), email); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) flush() {
	w.t.Helper()
	if err := w.Flush(w.ctx()); err != nil {
		w.t.Fatal(err)
	}
}

// states returns the states of all mails, in their order.
func (w *world) states() (out []string) {
	w.t.Helper()
	err := w.db.Read(w.ctx(), func(tx *db.Tx) (err error) {
		out, err = db.Column[string](tx, `SELECT state FROM outbox ORDER BY id`)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

func (w *world) is(want ...string) {
	w.t.Helper()
	if got := w.states(); !slices.Equal(got, want) {
		w.t.Fatalf("states %v, want %v\n%s", got, want, w.log)
	}
}

// letters returns what the server accepted.
func (w *world) letters() (out []mail.Message) {
	w.t.Helper()
	for _, raw := range w.server.Accepted() {
		m, err := mail.Read(strings.NewReader(raw))
		if err != nil {
			w.t.Fatal(err)
		}
		out = append(out, m)
	}
	return out
}

var linkIn = regexp.MustCompile(`https://forum\.example/passwort/(\S+)`)

func (w *world) token(m mail.Message) string {
	w.t.Helper()
	found := linkIn.FindStringSubmatch(m.Text)
	if found == nil {
		w.t.Fatalf("no link in %s", m.Text)
	}
	if !strings.Contains(m.HTML, `href="https://forum.example/passwort/`+found[1]+`"`) {
		w.t.Error("the HTML has another link")
	}
	return found[1]
}

func TestResetIsMailedOnceAndItsLinkWorks(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	w.reset()
	w.flush()
	w.flush()
	w.is("sent")
	all := w.letters()
	if len(all) != 1 || all[0].To != (mail.Address{Name: name, Address: email}) {
		t.Fatalf("%+v", all)
	}
	if err := w.signIn.ChoosePassword(w.ctx(), w.token(all[0]), "ein-anderes-passwort"); err != nil {
		t.Fatal(err)
	}
	w.flush()
	w.is("sent", "sent")
	if all := w.letters(); len(all) != 2 || !strings.Contains(all[1].Text, "wurde am 21.11.2026, 14:30\u00a0Uhr geändert") {
		t.Errorf("%d letters", len(all))
	}
}

func TestLostAnswerLeadsToOneMoreCopyUnderTheSameIdWithALivingLink(t *testing.T) {
	t.Parallel()
	for _, knowsCopies := range []bool{true, false} {
		w := fresh(t)
		w.server.Be(smtpd.Manner{DiesAfter: true, KnowsCopies: knowsCopies})
		w.reset()
		w.flush()
		w.is("waiting")
		w.now = w.now.Add(10 * time.Minute)
		w.server.Be(smtpd.Manner{KnowsCopies: knowsCopies})
		w.flush()
		w.is("sent")
		all := w.letters()
		if want := map[bool]int{true: 1, false: 2}[knowsCopies]; len(all) != want {
			t.Fatalf("%d copies accepted, want %d", len(all), want)
		}
		for _, m := range all {
			if m.ID != all[0].ID {
				t.Errorf("ids %s and %s", m.ID, all[0].ID)
			}
			if err := w.signIn.LinkWorks(w.ctx(), w.token(m)); err != nil {
				t.Errorf("a copy has a dead link: %v", err)
			}
		}
	}
}

func TestServerThatAlwaysDiesGetsTwoCopiesAndNoMore(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	w.server.Be(smtpd.Manner{DiesAfter: true, KnowsCopies: true})
	w.reset()
	for range 20 {
		w.flush()
		w.now = w.now.Add(5 * time.Minute)
	}
	w.is("unclear")
	if w.server.Given() != 2 || len(w.letters()) != 1 {
		t.Errorf("%d handed over, %d accepted", w.server.Given(), len(w.letters()))
	}
}

func TestUsedLinkGetsNoSecondCopy(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	w.server.Be(smtpd.Manner{DiesAfter: true})
	w.reset()
	w.flush()
	if err := w.signIn.ChoosePassword(w.ctx(), w.token(w.letters()[0]), "ein-anderes-passwort"); err != nil {
		t.Fatal(err)
	}
	w.server.Be(smtpd.Manner{})
	w.now = w.now.Add(10 * time.Minute)
	w.flush()
	w.is("dropped", "sent")
}

func refusal(code, class int) *smtp.SMTPError {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{class, 1, 1}, Message: email + " " + name}
}

func TestRefusalsAreFinalOrTriedAgainWithPauses(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	w.server.Be(smtpd.Manner{Recipient: refusal(451, 4)})
	w.reset()
	w.flush()
	w.flush()
	w.is("waiting")
	w.now = w.now.Add(2 * time.Minute)
	w.server.Be(smtpd.Manner{Message: refusal(550, 5)})
	w.flush()
	w.is("failed")
	w.server.Be(smtpd.Manner{})
	w.now = w.now.Add(time.Hour)
	w.flush()
	if n := len(w.letters()); n != 0 {
		t.Errorf("%d accepted after a refusal for good", n)
	}
}

func TestAccountClosedInTheMeantimeGetsNothing(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	w.reset()
	if err := w.signIn.SetPassword(w.ctx(), email, "ein-anderes-passwort"); err != nil {
		t.Fatal(err)
	}
	if err := w.accounts.Disable(w.ctx(), email, "Test"); err != nil {
		t.Fatal(err)
	}
	w.flush()
	w.is("dropped", "dropped")
	if w.server.Given() != 0 {
		t.Error("something was handed over")
	}
}

func TestOnlyTheNewestRequestIsAnswered(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	w.reset()
	w.reset()
	w.flush()
	w.is("dropped", "sent")
	w.reset()
	w.now = w.now.Add(credential.ResetLife)
	w.flush()
	w.is("dropped", "sent", "dropped")
}

func TestMailThatWaitedForDaysWithoutAServerIsDropped(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	if err := w.signIn.SetPassword(w.ctx(), email, "ein-anderes-passwort"); err != nil {
		t.Fatal(err)
	}
	w.now = w.now.Add(4 * 24 * time.Hour)
	w.flush()
	w.is("dropped")
}

func TestSlowServerDelaysNobody(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	w.sender.Patience = 30 * time.Second
	w.server.Be(smtpd.Manner{Hang: true})
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); w.Run(ctx) }()
	w.now = time.Now()
	w.reset()
	for end := time.Now().Add(time.Minute); w.server.Given() == 0; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("nothing is handed over\n%s", w.log)
		}
	}
	begin := time.Now()
	w.reset()
	if _, err := w.signIn.SignIn(w.ctx(), email, "ein-langes-passwort", "x"); err != nil {
		t.Error(err)
	}
	if took := time.Since(begin); took > 20*time.Second {
		t.Errorf("others wait for %s", took)
	}
	w.server.Release()
	stop()
	<-done
}

func TestManyDispatchersSendEachMailOnce(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	for n := range 10 {
		err := w.db.Write(w.ctx(), func(tx *db.Tx) error {
			return outbox.EnqueueTx(tx, outbox.Mail{Recipient: 1, Kind: outbox.PasswordChanged, Subject: int64(n)})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	var all sync.WaitGroup
	for range 5 {
		all.Go(func() {
			if err := w.Flush(w.ctx()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := len(w.letters()); n != 10 {
		t.Errorf("%d letters", n)
	}
}

// TestNeitherTableNorLogLearnsWhoGetsWhat sends mails in every way they can
// end, with a server that repeats address and name in its answers.
func TestNeitherTableNorLogLearnsWhoGetsWhat(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	for _, m := range []smtpd.Manner{{DiesAfter: true}, {Recipient: refusal(451, 4)}, {Recipient: refusal(550, 5)}, {Message: refusal(554, 5)},
		{DiesBefore: true}, {}} {
		w.server.Be(m)
		w.reset()
		w.flush()
		w.now = w.now.Add(25 * time.Minute)
	}
	var table []string
	err := w.db.Read(w.ctx(), func(tx *db.Tx) (err error) {
		table, err = db.Column[string](tx, `SELECT id || ' ' || person_id || ' ' || kind || ' ' || subject_id || ' ' || state || ' '
			|| message_id || ' ' || error FROM outbox`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	secrets := []string{"anna", "geheimnis", "stadt.example", "Anna", "Kanarienvogel", "Musterstadt"}
	for _, m := range w.letters() {
		secrets = append(secrets, w.token(m))
	}
	if len(secrets) < 8 {
		t.Fatalf("no tokens among %v", secrets)
	}
	for _, text := range append(table, w.log.String()) {
		for _, s := range secrets {
			if strings.Contains(text, s) {
				t.Errorf("%q stands in %s", s, text)
			}
		}
	}
}
