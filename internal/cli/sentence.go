package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	"kommunalforum/internal/config"
	"kommunalforum/internal/fault"
)

// sentence is what the operator reads: the first problem of a fault, or what
// went wrong in German with the technical cause behind it.
func sentence(err error) string {
	var settings config.Problems
	if errors.As(err, &settings) && len(settings) > 1 {
		return fmt.Sprintf("%d Einstellungen gehen nicht:\n- %s", len(settings), strings.Join(settings, "\n- "))
	}
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
