//go:build browser && postgres

package browser

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"kommunalforum/internal/account"
	"kommunalforum/internal/config"
	"kommunalforum/internal/mail"
	"kommunalforum/internal/nodes"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/testkit"
	"kommunalforum/internal/testkit/provider"
	"kommunalforum/internal/testkit/smtpd"
)

// cluster is a site that processes serve behind a proxy, each request another one.
type cluster struct {
	site
	t         *testing.T
	processes []*nodes.Process
	mails     *smtpd.Server
	provider  *provider.Provider // at which people may sign in
}

func serveProcesses(t *testing.T, count int) cluster {
	l := listen(t)
	address := strings.Replace("http://"+l.Addr().String(), "127.0.0.1", "localhost", 1) // as passkeys need it
	w := testkit.Idle(t, func(c *config.Config) { c.BaseURL = config.BaseURL(address) })
	c := cluster{site{World: w, address: address}, t, nil, smtpd.Start(t, false), provider.Start(t, address)}
	c.also = c.provider.Config.Issuer
	providers := c.listOfProviders()
	for range count {
		c.processes = append(c.processes, nodes.Serve(w, "--smtp-host", c.mails.Host, "--smtp-port", strconv.Itoa(c.mails.Port),
			"--smtp-tls", "none", "--mail-from", "forum@world.example", "--oidc", providers))
	}
	server := &http.Server{Handler: nodes.Between(c.processes...)}
	go server.Serve(l)
	t.Cleanup(func() { server.Close() })
	return c
}

// listOfProviders writes the provider into a file, as an operator does.
func (c cluster) listOfProviders() string {
	c.t.Helper()
	dir := c.t.TempDir()
	known := c.provider.Config
	known.SecretFile = filepath.Join(dir, "secret")
	list, err := json.Marshal([]config.Provider{known})
	if err != nil {
		c.t.Fatal(err)
	}
	path := filepath.Join(dir, "providers.json")
	for file, text := range map[string][]byte{known.SecretFile: []byte(known.Secret), path: list} {
		if err := os.WriteFile(file, text, 0o600); err != nil {
			c.t.Fatal(err)
		}
	}
	return path
}

// everyNode checks what each of the nodes shows to a guest.
func (c cluster) everyNode(path string, ok func(page string) bool, what string) {
	c.t.Helper()
	for n, p := range c.processes {
		if page := p.Get("", path); !ok(page) {
			c.t.Errorf("%s, at node %d: %s", what, n, page)
		}
	}
}

// mail returns the text of the mail to the person, of which there must be one.
func (c cluster) mail(to, subject string) string {
	c.t.Helper()
	var found []mail.Message
	c.Soon("a mail to "+to+": "+subject, func() bool {
		found = nil
		for _, raw := range c.mails.Accepted() {
			m, err := mail.Read(strings.NewReader(raw))
			if err != nil {
				c.t.Fatal(err)
			}
			if m.To.Address == testkit.Email(to) && strings.Contains(m.Subject, subject) {
				found = append(found, m)
			}
		}
		return len(found) > 0
	})
	if len(found) != 1 {
		c.t.Fatalf("%d mails to %s: %s", len(found), to, subject)
	}
	return found[0].Text
}

// TestBrowserProcessesAreOneForum walks through what people do, with scripts, where a
// form, its answer and the next page come from different processes.
func TestBrowserProcessesAreOneForum(t *testing.T) {
	for _, count := range []int{2, 3} {
		t.Run(fmt.Sprintf("%d nodes", count), func(t *testing.T) {
			began := time.Now()
			c := serveProcesses(t, count)
			b := c.open(t)
			c.answerIsHeardAndHidden(b)
			c.settingsAreChanged(b)
			c.portraitIsUploaded(b)
			c.passwordIsForgotten(b)
			c.factorsAreSetUp(b)
			c.providerVouches()
			c.textOutlivesSessionAndNode(b)
			b.clean("journey")
			t.Logf("took %v", time.Since(began).Round(time.Second))
		})
	}
}

// answerIsHeardAndHidden goes from a question by bell and search to the answer, which a
// moderator takes from the pages of guests.
func (c cluster) answerIsHeardAndHidden(b *tab) {
	b.t.Helper()
	b.as(testkit.Ann)
	b.goTo("/fragen?bereich=" + testkit.Public)
	b.fill("titel", "Wohngeld online: Wer trägt die Betriebskosten?")
	b.fill("text", "Wir führen den Dienst ein. **Wer bezahlt** den laufenden Betrieb?")
	b.choose("bereich", testkit.Public)
	b.press("Frage veröffentlichen")
	b.reads("Ihre Frage ist veröffentlicht.")
	thread := eval[string](b, `location.pathname`)

	b.as(testkit.Bea)
	b.goTo(thread)
	b.fill("text", "Bei uns zahlt das der Kreis Kanarienvogel.")
	b.press("Antwort veröffentlichen")
	b.reads("Ihre Antwort ist veröffentlicht.")
	post := regexp.MustCompile(`\d+$`).FindString(eval[string](b, `location.hash`))

	b.as(testkit.Ann)
	b.rings("1")
	b.ring()
	b.press("Neue Antwort auf Ihre Frage")
	b.reads("Bei uns zahlt das der Kreis Kanarienvogel.")
	for range c.processes { // none of them rings for what was read on another
		b.goTo("/hilfe")
		b.silent("after the answer was read")
	}
	for range c.processes { // each has an index of its own
		b.finds("Kanarienvogel", "Betriebskosten")
	}

	shows := func(page string) bool { return strings.Contains(page, "Kanarienvogel") }
	for range 2 { // the second time from what the node keeps
		c.everyNode(thread, shows, "guests read the answer")
	}
	b.as(testkit.Mod)
	b.goTo("/beitrag/" + post + "/ausblenden")
	b.fill("grund", "Gehört nicht hierher.")
	b.press("Ausblenden")
	c.everyNode(thread, func(page string) bool {
		return strings.Contains(page, "Betriebskosten") && !shows(page)
	}, "guests do not read what is hidden")
}

func (c cluster) settingsAreChanged(b *tab) {
	b.t.Helper()
	b.as(testkit.Boss)
	b.goTo("/verwaltung/einstellungen")
	b.fill("claim", "Zwei Rechner, ein Forum")
	b.fill("grund", "Probe")
	b.press("Einstellungen speichern")
	c.everyNode("/", func(page string) bool { return strings.Contains(page, "Zwei Rechner, ein Forum") }, "the settings hold")
}

func (c cluster) portraitIsUploaded(b *tab) {
	b.t.Helper()
	file := filepath.Join(b.t.TempDir(), "bild.png")
	if err := os.WriteFile(file, testkit.Picture(), 0o600); err != nil {
		b.t.Fatal(err)
	}
	b.as(testkit.Bea)
	b.goTo("/konto/profil")
	b.run(chromedp.SendKeys(`main [name=bild]`, file))
	b.press("Bild hochladen")
	for range c.processes {
		b.goTo("/konto/profil")
		b.soon(`document.querySelector("main img.kf-portrait").naturalWidth > 0`)
	}
}

var passwordLink = regexp.MustCompile(`/passwort/\S+`)

// passwordIsForgotten ends the other sessions of the person on all nodes.
func (c cluster) passwordIsForgotten(b *tab) {
	b.t.Helper()
	const chosen = "noch-ein-langes-passwort"
	other := c.open(c.t)
	other.as(testkit.Insider)
	b.signOut()
	b.goTo("/passwort-vergessen")
	b.fill("email", testkit.Email(testkit.Insider))
	b.press("Link anfordern")
	b.goTo(passwordLink.FindString(c.mail(testkit.Insider, "Passwort")))
	b.fill("passwort", chosen)
	b.fill("nochmal", chosen)
	b.press("Passwort speichern")
	for range c.processes {
		other.goTo("/konto")
		other.soon(`location.pathname === "/anmelden"`)
	}
	b.signInAs(testkit.Email(testkit.Insider), chosen)
	b.soon(`location.pathname === "/meine"`)
	c.mail(testkit.Insider, "geändert")
}

// factorsAreSetUp lets one person have an app for codes, and another a passkey.
func (c cluster) factorsAreSetUp(b *tab) {
	b.t.Helper()
	b.as(testkit.Editor)
	b.goTo("/konto/sicherheit")
	b.press("App einrichten")
	secret := eval[string](b, `document.querySelector(".kf-secret").innerText`)
	b.fill("code", c.Code(secret))
	b.press("App bestätigen")
	b.reads("Die App ist eingerichtet.")
	b.as(testkit.Editor)
	b.reads("Ihr Passwort stimmt.")
	b.fill("code", c.NextCode(secret))
	b.press("Weiter")
	b.soon(`location.pathname === "/meine"`)

	p := c.open(c.t)
	device := p.authenticator()
	p.as(testkit.Prog)
	p.goTo("/konto/sicherheit")
	p.addPasskey("Dienst-Laptop")
	p.reads("Der Passkey ist eingerichtet.")
	p.signOut()
	p.present(device, false)
	p.goTo("/anmelden?weiter=%2Fkonto")
	p.touch(device, "Mit Passkey anmelden")
	p.soon(`location.pathname === "/konto"`)
	p.clean("passkey")
}

// providerVouches signs in at the provider, to which one node leads and from which the
// way back ends on another.
func (c cluster) providerVouches() {
	c.t.Helper()
	_, _, err := c.Accounts.Create(c.Ctx, account.NewPerson{Email: "anna@stadt.example", Name: "Anna Stadt", Password: testkit.Password,
		Terms: testkit.Terms, Organisation: organisation.Organisation{Name: "Stadt Beispielstadt", Kind: organisation.Municipality, State: "Hessen"}})
	if err != nil {
		c.t.Fatal(err)
	}
	b := c.open(c.t)
	b.goTo("/anmelden?weiter=%2Fkonto%2Fsicherheit")
	b.press("Anmelden mit Probe-Konto")
	b.signInAt(c.provider, "anna")
	for range c.processes {
		b.at("/konto/sicherheit")
		b.reads("verknüpft")
		b.goTo("/konto/sicherheit")
	}
	b.clean("provider")
}

// textOutlivesSessionAndNode writes a question while the session ends, and once more
// while a node is killed.
func (c cluster) textOutlivesSessionAndNode(b *tab) {
	b.t.Helper()
	b.as(testkit.Ann)
	b.goTo("/fragen?bereich=" + testkit.Members)
	b.fill("titel", "Wer hat Erfahrung mit der Straußenfarm?")
	b.fill("text", "Ein mühsam geschriebener Text.")
	b.choose("bereich", testkit.Members)
	b.signOut()
	b.press("Frage veröffentlichen")
	b.reads("Sie sind nicht mehr angemeldet")
	b.goTo(eval[string](b, `document.querySelector("main a.kern-btn").getAttribute("href")`))
	b.fill("email", testkit.Email(testkit.Ann))
	b.fill("passwort", testkit.Password)
	b.press("Anmelden")
	b.reads("Ihr Text ist wieder da.")
	if text := eval[string](b, `document.querySelector("[name=text]").value`); text != "Ein mühsam geschriebener Text." {
		b.t.Errorf("the field has %q", text)
	}
	b.soon(`!Object.values(localStorage).some(copy => copy.includes("m%C3%BChsam"))`) // what was sent while signed out is a draft now
	c.processes[0].Kill()
	b.press("Frage veröffentlichen")
	b.reads("Ihre Frage ist veröffentlicht.")
	b.finds("Straußenfarm", "Wer hat Erfahrung mit der Straußenfarm?")
	c.processes[0].Start()
	for range c.processes {
		b.finds("Straußenfarm", "Wer hat Erfahrung mit der Straußenfarm?")
	}
}
