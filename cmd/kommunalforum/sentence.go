package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"strings"
	"syscall"

	"kommunalforum/internal/fault"
)

// sentence is what the operator reads: the first problem of a fault, or what
// went wrong in German with the technical cause behind it.
func sentence(err error) string {
	for _, p := range fault.ProblemsOf(err) {
		return p.Sentence
	}
	said, whole := explanation(err), strings.ReplaceAll(err.Error(), "\n", "; ")
	if said == "" || said == whole {
		return whole
	}
	return said + " (" + whole + ")"
}

// explanation says in German what stands behind an error, "" when the error
// says it itself.
func explanation(err error) string {
	var known *fault.Error
	switch {
	case errors.As(err, &known):
		return known.Sentence
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return "Auf dem Datenträger ist kein Platz mehr. Bitte schaffen Sie Platz und starten Sie neu."
	case errors.Is(err, syscall.EROFS):
		return "Der Datenordner liegt auf einem Dateisystem, das nur gelesen werden kann. Bitte hängen Sie es beschreibbar ein."
	case errors.Is(err, fs.ErrPermission):
		return "Dem Konto, unter dem das Programm läuft, fehlen die Rechte. Bitte prüfen Sie, wem der Ordner und die Dateien darin gehören."
	}
	return ""
}

// listen opens the address to listen on.
func listen(address string) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	switch {
	case err == nil:
		return l, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("Auf %s lauscht schon ein anderes Programm. Bitte beenden Sie es, oder geben Sie mit --listen eine andere Adresse an.", address)
	case errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("Auf %s darf das Programm nicht lauschen: Kleine Portnummern sind dem System vorbehalten. Bitte geben Sie mit --listen eine andere Adresse an, etwa localhost:8080.", address)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return nil, fmt.Errorf("Die Adresse %s gehört nicht zu diesem Rechner. Bitte geben Sie mit --listen eine eigene an, etwa localhost:8080.", address)
	}
	return nil, fmt.Errorf("Auf --listen %q lässt sich nicht lauschen. Bitte geben Sie eine Adresse mit Port an, etwa localhost:8080. (%w)", address, err)
}
