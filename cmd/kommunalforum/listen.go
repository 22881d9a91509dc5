package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"syscall"
)

// listen opens the address to listen on.
func listen(address string) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	switch {
	case err == nil:
		return l, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("Auf %s lauscht schon ein anderes Programm. Bitte beenden Sie es, oder geben Sie mit --listen eine "+
			"andere Adresse an.", address)
	case errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("Auf %s darf das Programm nicht lauschen: Kleine Portnummern sind dem System vorbehalten. Bitte geben "+
			"Sie mit --listen eine andere Adresse an, etwa localhost:8080.", address)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return nil, fmt.Errorf("Die Adresse %s gehört nicht zu diesem Rechner. Bitte geben Sie mit --listen eine eigene an, etwa "+
			"localhost:8080.", address)
	}
	return nil, fmt.Errorf("Auf --listen %q lässt sich nicht lauschen. Bitte geben Sie eine Adresse mit Port an, etwa localhost:8080. (%w)",
		address, err)
}
