package nodes

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"net"
	"net/http"
	"sync/atomic"
)

// Proxy sends each request to the next of the nodes, and to another one when that one
// takes no connection.
type Proxy struct {
	nodes []*Process
	next  atomic.Int64
	to    http.Transport
}

// Between returns a proxy before the nodes.
func Between(nodes ...*Process) *Proxy {
	return &Proxy{nodes: nodes, to: http.Transport{MaxIdleConnsPerHost: 32, DisableCompression: true}}
}

// ServeHTTP answers 502 where no node takes the request, and where one broke off: nobody
// knows what became of it.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	for range p.nodes {
		refused := new(net.OpError)
		answer, err := p.ask(p.nodes[int(p.next.Add(1))%len(p.nodes)], r, body)
		switch {
		case err == nil:
			defer answer.Body.Close()
			maps.Copy(w.Header(), answer.Header)
			w.WriteHeader(answer.StatusCode)
			io.Copy(w, answer.Body)
			return
		case !errors.As(err, &refused) || refused.Op != "dial":
			w.WriteHeader(http.StatusBadGateway)
			return
		}
	}
	w.WriteHeader(http.StatusBadGateway)
}

func (p *Proxy) ask(n *Process, r *http.Request, body []byte) (*http.Response, error) {
	out := r.Clone(r.Context())
	out.URL.Scheme, out.URL.Host = n.address.Scheme, n.address.Host
	out.ContentLength = int64(len(body))
	out.GetBody = func() (io.ReadCloser, error) { // for another try, when nothing was sent
		if len(body) == 0 {
			return http.NoBody, nil
		}
		return io.NopCloser(bytes.NewReader(body)), nil
	}
	out.Body, _ = out.GetBody()
	return p.to.RoundTrip(out)
}
