//go:build bench

package bench

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// request is what one of the load's requests is made of.
type request struct {
	path   string
	cookie string
	form   url.Values // a POST when set
	gzip   bool
}

func (r request) bytes() []byte {
	var b strings.Builder
	method, body := "GET", ""
	if r.form != nil {
		method, body = "POST", r.form.Encode()
	}
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: localhost\r\n", method, r.path)
	if r.cookie != "" {
		fmt.Fprintf(&b, "Cookie: %s\r\n", r.cookie)
	}
	if r.gzip {
		b.WriteString("Accept-Encoding: gzip\r\n")
	}
	if r.form != nil {
		fmt.Fprintf(&b, "Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n", len(body))
	}
	b.WriteString("\r\n" + body)
	return []byte(b.String())
}

// answer is what came back, as far as it matters here.
type answer struct {
	code             int
	size             int    // of the body on the wire
	location, cookie string // all cookies that were set
	body             []byte // when kept
}

// conn is a connection that stays open.
type conn struct {
	net.Conn
	in   *bufio.Reader
	keep bool // keep bodies
}

func dial(address string) (*conn, error) {
	c, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	return &conn{Conn: c, in: bufio.NewReaderSize(c, 64<<10)}, nil
}

// do sends a request as it is and reads the whole answer.
func (c *conn) do(raw []byte) (a answer, err error) {
	if _, err := c.Write(raw); err != nil {
		return a, err
	}
	length, chunked := 0, false
	for first := true; ; first = false {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return a, err
		}
		if len(line) <= 2 {
			break
		}
		if first {
			if a.code, err = strconv.Atoi(string(line[9:12])); err != nil {
				return a, err
			}
			continue
		}
		name, value, _ := strings.Cut(strings.TrimSpace(string(line)), ": ")
		switch name {
		case "Content-Length":
			length, _ = strconv.Atoi(value)
		case "Transfer-Encoding":
			chunked = true
		case "Location":
			a.location = value
		case "Set-Cookie":
			pair, _, _ := strings.Cut(value, ";")
			a.cookie = strings.TrimPrefix(a.cookie+"; "+pair, "; ")
		}
	}
	if !chunked {
		return a, c.take(&a, length)
	}
	for {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return a, err
		}
		n, err := strconv.ParseInt(strings.TrimSpace(string(line)), 16, 64)
		if err != nil {
			return a, err
		}
		if err := c.take(&a, int(n)); err != nil {
			return a, err
		}
		if _, err := c.in.Discard(2); err != nil || n == 0 {
			return a, err
		}
	}
}

func (c *conn) take(a *answer, n int) error {
	a.size += n
	if !c.keep {
		_, err := c.in.Discard(n)
		return err
	}
	part := make([]byte, n)
	_, err := io.ReadFull(c.in, part)
	a.body = append(a.body, part...)
	return err
}

// once sends one request over a connection of its own.
func once(t testing.TB, address string, r request) answer {
	t.Helper()
	c, err := dial(address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.keep = true
	a, err := c.do(r.bytes())
	if err != nil {
		t.Fatalf("%s: %v", r.path, err)
	}
	return a
}

// load sends requests over so many connections at once for a while; next makes
// the n-th one. It returns how long each took, and the size of an answer.
func load(t testing.TB, address string, connections int, d time.Duration, code int, next func(n int) []byte) (took []time.Duration,
	size int, wall time.Duration) {
	t.Helper()
	var mu sync.Mutex
	var clients sync.WaitGroup
	var total, count int
	begin := time.Now()
	for i := range connections {
		clients.Go(func() {
			c, err := dial(address)
			if err != nil {
				t.Error(err)
				return
			}
			defer c.Close()
			var own []time.Duration
			sum := 0
			for n := i; time.Since(begin) < d; n += connections {
				raw := next(n)
				sent := time.Now()
				a, err := c.do(raw)
				if err != nil || a.code != code {
					t.Errorf("answer %d, want %d: %v: %.80s", a.code, code, err, raw)
					return
				}
				own = append(own, time.Since(sent))
				sum += a.size
			}
			mu.Lock()
			defer mu.Unlock()
			took = append(took, own...)
			total, count = total+sum, count+len(own)
		})
	}
	clients.Wait()
	if count == 0 {
		t.Fatal("no request was answered")
	}
	return took, total / count, time.Since(begin)
}
