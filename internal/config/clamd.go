package config

import (
	"fmt"
	"net"
	"path/filepath"
	"strconv"
	"strings"
)

// Clamd says where the virus scanner listens. The zero value is none.
type Clamd struct {
	Network string // unix or tcp
	Address string // path of the socket, or host and port
}

// On reports whether files are scanned.
func (c Clamd) On() bool { return c.Network != "" }

// ParseClamd reads unix:/path or tcp://host:port; "" is no scanner.
func ParseClamd(text string) (Clamd, error) {
	if path, ok := strings.CutPrefix(text, "unix:"); ok && filepath.IsAbs(path) {
		return Clamd{"unix", path}, nil
	}
	if address, ok := strings.CutPrefix(text, "tcp://"); ok {
		host, port, err := net.SplitHostPort(address)
		if n, wrong := strconv.ParseUint(port, 10, 16); err == nil && host != "" && wrong == nil && n > 0 {
			return Clamd{"tcp", address}, nil
		}
	}
	if text == "" {
		return Clamd{}, nil
	}
	return Clamd{}, fmt.Errorf("--clamd %q geht nicht: Anzugeben ist unix:/run/clamav/clamd.ctl oder tcp://rechner:3310.", text)
}
