package testkit

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
)

// Answer is what the site answered.
type Answer struct {
	Code   int
	Header http.Header
	Body   string
}

// Location returns where a redirect leads.
func (a Answer) Location() string { return a.Header.Get("Location") }

// Get fetches a path as the person; redirects are not followed.
func (w *World) Get(by, path string) Answer {
	w.T.Helper()
	return w.Do(by, http.MethodGet, path, nil)
}

// Post sends a form as the person, from the site itself.
func (w *World) Post(by, path string, form url.Values) Answer {
	w.T.Helper()
	if form == nil {
		form = url.Values{}
	}
	return w.Do(by, http.MethodPost, path, form)
}

// Do sends a request as the person.
func (w *World) Do(by, method, path string, form url.Values) Answer {
	w.T.Helper()
	body := strings.NewReader(form.Encode())
	r := httptest.NewRequest(method, path, body).WithContext(w.requests)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	if by != Guest {
		r.Header.Set("Cookie", w.Cookie(by))
	}
	w.carryNotices(by, r)
	a := w.Send(r)
	w.keepNotices(by, a)
	return a
}

// carryNotices sends the proofs of notices that the site gave the person.
func (w *World) carryNotices(by string, r *http.Request) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for name := range w.notices[by] {
		r.AddCookie(&http.Cookie{Name: name, Value: "1"})
	}
}

// keepNotices keeps them as a browser does, and forgets those that were taken back.
func (w *World) keepNotices(by string, a Answer) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, line := range a.Header.Values("Set-Cookie") {
		c, err := http.ParseSetCookie(line)
		if err != nil || !strings.HasPrefix(c.Name, "kommunalforum-hinweis-") {
			continue
		}
		if w.notices[by] == nil {
			w.notices[by] = map[string]bool{}
		}
		if w.notices[by][c.Name] = true; c.MaxAge < 0 {
			delete(w.notices[by], c.Name)
		}
	}
}

// Send sends a request as it is.
func (w *World) Send(r *http.Request) Answer {
	rec := httptest.NewRecorder()
	w.Handler.ServeHTTP(rec, r)
	return Answer{Code: rec.Code, Header: rec.Header(), Body: rec.Body.String()}
}

// Cookie signs the person in once and returns the cookie.
func (w *World) Cookie(by string) string {
	w.T.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	if c, ok := w.cookies[by]; ok {
		return c
	}
	token, err := w.SignIn.SignIn(w.Ctx, Email(by), Password, "Test, Test")
	if err != nil {
		w.T.Fatalf("sign in %s: %v", by, err)
	}
	c := "kommunalforum=" + token
	w.cookies[by] = c
	return c
}

// Forget makes the person sign in again at the next request.
func (w *World) Forget(by string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.cookies, by)
}
