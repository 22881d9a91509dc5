//go:build browser

// Package browser tests in a real Chromium what other tests cannot: that the forum
// works with and without scripts, is accessible, and makes no requests to other
// hosts. Run it with make browser.
package browser

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"kommunalforum/internal/app"
	"kommunalforum/internal/config"
	"kommunalforum/internal/testkit"
)

// chromium is the browser for all tests of the package.
var chromium context.Context

func TestMain(m *testing.M) {
	app.Sandbox()
	path, err := exec.LookPath("chromium")
	if err != nil {
		fmt.Fprintln(os.Stderr, "these tests need Chromium (Debian: apt-get install chromium):", err)
		os.Exit(1)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-gpu", true),
		chromedp.Flag("force-prefers-reduced-motion", true)) // a page that still scrolls moves away under a click
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	var cancel context.CancelFunc
	chromium, cancel = chromedp.NewContext(allocator)
	if err := chromedp.Do(chromium); err != nil {
		fmt.Fprintln(os.Stderr, "Chromium does not start:", err)
		os.Exit(1)
	}
	code := m.Run()
	cancel()
	stop()
	os.Exit(code)
}

// site is a world that is served on a real port.
type site struct {
	*testkit.World
	address string
	also    string // where else its pages may lead, "" for nowhere
}

func serve(t *testing.T) site {
	t.Helper()
	l := listen(t)
	return serveOn(t, l, testkit.New(t))
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func serveOn(t *testing.T, l net.Listener, w *testkit.World) site {
	server := &http.Server{Handler: w.Handler}
	go server.Serve(l)
	t.Cleanup(func() { server.Close() })
	return site{World: w, address: "http://" + l.Addr().String()}
}

// serveNamed serves a world under a name, as passkeys need it.
func serveNamed(t *testing.T) site {
	t.Helper()
	l := listen(t)
	address := strings.Replace("http://"+l.Addr().String(), "127.0.0.1", "localhost", 1)
	s := serveOn(t, l, testkit.New(t, func(c *config.Config) { c.BaseURL = config.BaseURL(address) }))
	s.address = address
	return s
}

// tab is one page of the browser with everything that went wrong in it.
type tab struct {
	t    *testing.T
	site site
	ctx  context.Context

	mu       sync.Mutex
	problems []string
}

// open gives a tab of its own, without cookies of others.
func (s site) open(t *testing.T) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(chromium, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	b := &tab{t: t, site: s, ctx: ctx}
	if err := chromedp.Listen(ctx, b.watch); err != nil {
		t.Fatal(err)
	}
	call(b, network.Enable, network.EnableParams{})
	call(b, log.Enable, cdp.Empty{})
	call(b, runtime.Enable, cdp.Empty{})
	return b
}

// watch notes errors of the console, reports of the content security policy,
// and requests to other hosts.
func (b *tab) watch(event any) {
	note := func(format string, args ...any) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.problems = append(b.problems, fmt.Sprintf(format, args...))
	}
	switch e := event.(type) {
	case *log.EventEntryAdded:
		expected := strings.Contains(e.Entry.Text, "the server responded with a status of 4")
		if (e.Entry.Level == log.EntryLevelError || e.Entry.Source == log.EntrySourceSecurity) && !expected {
			note("console: %s %s", e.Entry.Text, e.Entry.URL)
		}
	case *runtime.EventExceptionThrown:
		note("script: %s", e.ExceptionDetails.Text)
	case *network.EventRequestWillBeSent:
		u := e.Request.URL
		there := b.site.also != "" && strings.HasPrefix(u, b.site.also+"/")
		if !there && !strings.HasPrefix(u, b.site.address+"/") && !strings.HasPrefix(u, "data:") && u != "about:blank" {
			note("request to another host: %s", u)
		}
	}
}

// clean fails the test if anything went wrong since the last call.
func (b *tab) clean(where string) {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, p := range b.problems {
		b.t.Errorf("%s: %s", where, p)
	}
	b.problems = nil
}

// patience is how long one step may take.
const patience = 30 * time.Second

func (b *tab) run(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		b.t.Fatalf("%v\n%s", err, b.text())
	}
}

// text is what the page says, for messages.
func (b *tab) text() string {
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	s, err := chromedp.Run(ctx, chromedp.Evaluate[string](`location.href + "\n" + document.body.innerText`))
	if err != nil {
		return err.Error()
	}
	return s
}

// eval returns what an expression gives on the page.
func eval[T any](b *tab, expression string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%.60s: %v", expression, err)
	}
	return v
}

// call sends a command of the protocol.
func call[P, R any](b *tab, command cdp.Command[P, R], params P) {
	b.t.Helper()
	if _, err := chromedp.Call(b.ctx, command, params); err != nil {
		b.t.Fatalf("%s: %v", command.Method, err)
	}
}

func (b *tab) goTo(path string) {
	b.t.Helper()
	b.run(chromedp.Navigate(b.site.address + path))
}

// withoutScripts switches JavaScript off, as some people do.
func (b *tab) withoutScripts() {
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
}

// as signs in through the page for signing in.
func (b *tab) as(person string) {
	b.t.Helper()
	b.signInAs(testkit.Email(person), testkit.Password)
}

// signInAs is as for somebody who is not of the world.
func (b *tab) signInAs(email, password string) {
	b.t.Helper()
	b.signOut()
	b.goTo("/anmelden")
	b.fill("email", email)
	b.fill("passwort", password)
	b.press("Anmelden")
}

// signOut makes the tab a guest's.
func (b *tab) signOut() { call(b, network.ClearBrowserCookies, cdp.Empty{}) }

// fill types into the field of the main part.
func (b *tab) fill(name, value string) {
	b.t.Helper()
	field := fmt.Sprintf(`main [name=%q]:not([type=hidden])`, name)
	b.run(chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`document.querySelector(%q).value = ""`, field)), chromedp.SendKeys(field, value))
}

// choose selects an option of a list by its value.
func (b *tab) choose(name, value string) {
	b.t.Helper()
	if got := eval[string](b, fmt.Sprintf(`(l => { l.value = %q; return l.value })(document.querySelector('main select[name="%s"]'))`,
		value, name)); got != value {
		b.t.Fatalf("%s has no option %q", name, value)
	}
}

// tick ticks a box or chooses a radio button of the main part.
func (b *tab) tick(selector string) {
	b.t.Helper()
	if !eval[bool](b, fmt.Sprintf(`(x => { x.click(); return x.checked })(document.querySelector("main " + %q))`, selector)) {
		b.t.Fatalf("%s cannot be ticked", selector)
	}
}

// press clicks the button or link of the main part that says text, and waits
// for the next page.
func (b *tab) press(text string) {
	b.t.Helper()
	path := fmt.Sprintf(`//main//*[self::button or self::a][normalize-space(.)=%q]`, text)
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, chromedp.Click(path)); err != nil {
		b.t.Fatalf("press %q: %v\n%s", text, err, b.text())
	}
}

// click clicks what the selector finds, and waits for the next page.
func (b *tab) click(selector string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, chromedp.Click(selector)); err != nil {
		b.t.Fatalf("click %s: %v\n%s", selector, err, b.text())
	}
}

func (b *tab) says(text string) bool {
	b.t.Helper()
	return strings.Contains(b.text(), text)
}

// reads fails unless the page says text.
func (b *tab) reads(text string) {
	b.t.Helper()
	if !b.says(text) {
		b.t.Fatalf("the page does not say %q:\n%s", text, b.text())
	}
}

// size sets the window's size in pixels.
func (b *tab) size(width, height int64) {
	call(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: 1})
}

// keys presses keys where the focus is.
func (b *tab) keys(keys string) {
	b.t.Helper()
	b.run(chromedp.KeyEvent(keys))
}

// soon waits until the expression holds on the page.
func (b *tab) soon(expression string) {
	b.t.Helper()
	for end := time.Now().Add(patience); !eval[bool](b, expression); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			b.t.Fatalf("%s does not come true:\n%s", expression, b.text())
		}
	}
}
