package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"strings"
	"syscall"

	"kommunalforum/internal/config"
	"kommunalforum/internal/systemd"
)

// listen opens the address to listen on, which the flag gave: host and port, a socket in
// the file system, or one that systemd opened.
func listen(flag, address string) (net.Listener, error) {
	if name, ok := config.SystemdSocket(address); ok {
		return systemd.Listener(name)
	}
	if path, ok := strings.CutPrefix(address, config.SocketPrefix); ok {
		return listenOnSocket(flag, path)
	}
	l, err := net.Listen("tcp", address)
	switch {
	case err == nil:
		return l, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("Auf %s lauscht schon ein anderes Programm. Bitte beenden Sie es, oder geben Sie mit %s eine "+
			"andere Adresse an.", address, flag)
	case errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("Auf %s darf das Programm nicht lauschen: Kleine Portnummern sind dem System vorbehalten. Bitte geben "+
			"Sie mit %s eine andere Adresse an, etwa localhost:8080.", address, flag)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return nil, fmt.Errorf("Die Adresse %s gehört nicht zu diesem Rechner. Bitte geben Sie mit %s eine eigene an, etwa "+
			"localhost:8080.", address, flag)
	}
	return nil, fmt.Errorf("Auf %s %q lässt sich nicht lauschen. Bitte geben Sie eine Adresse mit Port an, etwa localhost:8080. (%w)",
		flag, address, err)
}

// socketMode lets the group of the folder's owner connect, such as a web server's.
const socketMode = 0o660

// listenOnSocket replaces a socket that a killed process left, and nothing else.
func listenOnSocket(flag, path string) (net.Listener, error) {
	if info, err := os.Lstat(path); err == nil {
		if info.Mode()&fs.ModeSocket == 0 {
			return nil, fmt.Errorf("%s %s%s geht nicht: Dort ist schon eine Datei, die kein Socket ist.", flag, config.SocketPrefix, path)
		}
		if conn, err := net.Dial("unix", path); err == nil {
			conn.Close()
			return nil, fmt.Errorf("Auf dem Socket %s lauscht schon ein anderes Programm. Bitte beenden Sie es, oder geben Sie mit %s "+
				"einen anderen an.", path, flag)
		}
		if err := os.Remove(path); err != nil {
			return nil, fmt.Errorf("Der alte Socket %s lässt sich nicht entfernen: %w", path, err)
		}
	}
	l, err := net.Listen("unix", path)
	if err == nil {
		err = os.Chmod(path, socketMode)
	}
	if err != nil {
		return nil, fmt.Errorf("Auf dem Socket %s lässt sich nicht lauschen. Bitte prüfen Sie, ob es den Ordner gibt und das Konto dort "+
			"schreiben darf. (%w)", path, err)
	}
	return l, nil
}
