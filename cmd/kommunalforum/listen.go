package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"syscall"
)

// listen opens the address to listen on, which the flag gave.
func listen(flag, address string) (net.Listener, error) {
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
