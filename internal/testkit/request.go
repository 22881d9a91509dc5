package testkit

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"time"

	"kommunalforum/internal/db"
)

// Form makes a form of names and values in turn; a name may come again.
func Form(pairs ...string) url.Values {
	f := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.Add(pairs[i], pairs[i+1])
	}
	return f
}

// Credentials is the form with which Ann signs in, and more names and values.
func Credentials(extra ...string) url.Values {
	form := url.Values{"email": {Email(Ann)}, "passwort": {Password}}
	for i := 0; i+1 < len(extra); i += 2 {
		form.Set(extra[i], extra[i+1])
	}
	return form
}

// Request makes the request of a guest: a page, or a form sent from the site itself.
func Request(method, path string, form url.Values) *http.Request {
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	return r
}

// GetAt fetches a path as the person at the given time, with the limits on what
// members do.
func (w *World) GetAt(by, path string, at time.Time) Answer {
	w.T.Helper()
	r := Request(http.MethodGet, path, nil).WithContext(db.At(w.T.Context(), at))
	if by != Guest {
		r.Header.Set("Cookie", w.Cookie(by))
	}
	return w.Send(r)
}

// AtOnce sends n requests at the same moment and counts the answers by code.
func (w *World) AtOnce(n int, request func(n int) *http.Request) map[int]int {
	codes := map[int]int{}
	var mu sync.Mutex
	var all, start sync.WaitGroup
	start.Add(1)
	for i := range n {
		r := request(i)
		all.Go(func() {
			start.Wait()
			a := w.Send(r)
			mu.Lock()
			defer mu.Unlock()
			codes[a.Code]++
		})
	}
	start.Done()
	all.Wait()
	return codes
}

// NewSession signs the person in on one more device and returns the cookie.
func (w *World) NewSession(by, device string) string {
	w.T.Helper()
	token, err := w.SignIn.SignIn(w.Ctx, Email(by), Password, device)
	if err != nil {
		w.T.Fatalf("sign in %s: %v", by, err)
	}
	return "kommunalforum=" + token
}

// DoWith sends a request with a cookie, such as that of NewSession, without the
// limits on what members do.
func (w *World) DoWith(cookie, method, path string, form url.Values) Answer {
	r := Request(method, path, form).WithContext(w.Ctx)
	r.Header.Set("Cookie", cookie)
	return w.Send(r)
}

// PersonPath is the address of a person's page in the administration.
func (w *World) PersonPath(key string) string {
	return fmt.Sprintf("/verwaltung/mitglieder/%d", w.By(key).ID)
}
