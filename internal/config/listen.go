package config

import (
	"fmt"
	"net"
	"net/netip"
	"path/filepath"
	"strconv"
	"strings"
)

// SocketPrefix begins the address of a socket in the file system.
const SocketPrefix = "unix:"

// SystemdSocket reports whether the address is a socket that systemd opened, and returns
// its name, "" for the first one.
func SystemdSocket(address string) (name string, ok bool) {
	if address == "systemd" {
		return "", true
	}
	return strings.CutPrefix(address, "systemd:")
}

// HasHost reports whether an address to listen on has a host and a port.
func HasHost(address string) bool {
	_, systemd := SystemdSocket(address)
	return !systemd && !strings.HasPrefix(address, SocketPrefix)
}

// maxSocketPath is what the system takes, in bytes.
const maxSocketPath = 107

// validateListen refuses an address that cannot be listened on. Empty is allowed.
func validateListen(flag, address string) error {
	if path, ok := strings.CutPrefix(address, SocketPrefix); ok {
		if !filepath.IsAbs(path) || len(path) > maxSocketPath {
			return fmt.Errorf("%s %q geht nicht: Nach unix: steht der ganze Pfad eines Sockets, höchstens %d Zeichen.", flag, address, maxSocketPath)
		}
		return nil
	}
	if address == "" || !HasHost(address) {
		return nil
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("%s %q geht nicht: Anzugeben sind Adresse und Port, zum Beispiel 127.0.0.1:8080", flag, address)
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return fmt.Errorf("%s %q geht nicht: Der Port muss eine Zahl bis 65535 sein.", flag, address)
	}
	if _, ok := normalHost(host); host != "" && !ok {
		if ip, err := netip.ParseAddr(host); err != nil || ip.Zone() == "" { // a zone may be listened on
			return fmt.Errorf("%s %q geht nicht: Vor dem Port steht kein gültiger Name und keine IP-Adresse.", flag, address)
		}
	}
	return nil
}
