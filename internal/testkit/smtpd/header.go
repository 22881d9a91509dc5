package smtpd

import (
	"net/mail"
	"strings"
)

// header returns a header of the message, "" when there is none.
func header(content, name string) string {
	m, err := mail.ReadMessage(strings.NewReader(content))
	if err != nil {
		return ""
	}
	return m.Header.Get(name)
}
