// Package clamd asks ClamAV whether a file holds malware. It owns no table.
//
// It promises: a file is let through only if the scanner has said that it found
// nothing in all of it; whatever else happens refuses the file.
package clamd

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"strings"
	"time"

	"kommunalforum/internal/fault"
)

// Scanner is a client of clamd. Its methods may be called concurrently; each call
// opens a connection of its own. A nil Scanner is none: it lets every file through.
type Scanner struct {
	network, address string
	places           chan struct{}
	patience         time.Duration // for a conversation
	log              *slog.Logger
}

const (
	parallel  = 4 // conversations at the same time; clamd itself scans with ten threads
	patience  = time.Minute
	dialTime  = 5 * time.Second
	askTime   = 3 * time.Second // for a question that needs no scan
	chunkSize = 64 << 10
	maxReply  = 1 << 10
	retry     = time.Minute // after which an upload may be tried again
)

// New returns a client of the clamd at an address: a path for the network unix, host
// and port for tcp. What is wrong with the scanner is logged.
func New(network, address string, log *slog.Logger) *Scanner {
	return &Scanner{network, address, make(chan struct{}, parallel), patience, log}
}

// Scan sends a file to the scanner. The error is fault.Invalid if it found something
// or the file is larger than it takes, fault.Unready if it gave no clear answer, and
// otherwise that of the file or of ctx.
func (s *Scanner) Scan(ctx context.Context, file io.Reader) error {
	if s == nil {
		return nil
	}
	limited, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	select {
	case s.places <- struct{}{}:
		defer func() { <-s.places }()
	case <-limited.Done():
		return s.unready(ctx, limited.Err())
	}
	reply, err := s.talk(limited, "INSTREAM", file)
	var own *fileError
	switch {
	case errors.As(err, &own):
		return fmt.Errorf("clamd: read the file: %w", own.error)
	case err != nil:
		return s.unready(ctx, err)
	}
	clean, err := verdict(reply)
	if err == nil && !clean {
		err = s.unready(ctx, fmt.Errorf("the reply is %q", reply))
	}
	return err
}

// verdict reads the reply to INSTREAM. One that says nothing of the file is neither
// clean nor an error.
func verdict(reply string) (clean bool, err error) {
	result, ofStream := strings.CutPrefix(reply, "stream: ")
	name, found := strings.CutSuffix(result, " FOUND")
	switch {
	case ofStream && result == "OK":
		return true, nil
	case ofStream && found:
		return false, fault.Reject("In dieser Datei hat der Virenscanner Schadsoftware gefunden (" + printable(name) + "), deshalb nehmen wir " +
			"sie nicht an. Bitte sagen Sie Ihrer IT Bescheid.")
	case reply == "INSTREAM size limit exceeded. ERROR":
		return false, fault.Reject("Diese Datei ist größer, als der Virenscanner prüfen kann, deshalb nehmen wir sie nicht an.")
	}
	return false, nil
}

// printable is the name of a find as far as a sentence can show it.
func printable(name string) string {
	const most = 60
	name = strings.Map(func(r rune) rune {
		if r < '!' || r > '~' {
			return '?'
		}
		return r
	}, name)
	return name[:min(len(name), most)]
}

// unready is the refusal of a file of which nothing is known; that of a client who
// has left is the error of ctx.
func (s *Scanner) unready(ctx context.Context, cause error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	s.log.Error("the virus scanner does not answer; uploads are refused", "address", s.address, "error", cause)
	return fmt.Errorf("clamd: %w (%w)", fault.Busy(retry, "Der Virenscanner antwortet gerade nicht, und ungeprüft nehmen wir keine Dateien an. "+
		"Bitte versuchen Sie es in ein paar Minuten noch einmal."), cause)
}

// Version asks the scanner who it is: program, number and date of its signatures, as
// in „ClamAV 1.4.3/27700/Sat Nov 28 09:26:06 2026“. An error means that it does not
// answer; it is for operators. The result is empty without a scanner.
func (s *Scanner) Version(ctx context.Context) (string, error) {
	if s == nil {
		return "", nil
	}
	limited, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	reply, err := s.talk(limited, "VERSION", nil)
	if err == nil && !strings.HasPrefix(reply, "ClamAV ") {
		err = fmt.Errorf("the reply is %q", reply)
	}
	if err != nil {
		return "", fmt.Errorf("clamd at %s: %w", s.address, err)
	}
	return reply, nil
}

// fileError is an error of the file, not of the connection.
type fileError struct{ error }

// talk gives a command, sends a file as its stream if there is one, and returns the
// reply. With the z before a command both end in a zero byte (man clamd, "COMMANDS").
func (s *Scanner) talk(ctx context.Context, command string, file io.Reader) (string, error) {
	dialer := net.Dialer{Timeout: dialTime}
	conn, err := dialer.DialContext(ctx, s.network, s.address)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	_, err = io.WriteString(conn, "z"+command+"\x00")
	if err == nil && file != nil {
		err = stream(conn, file)
	}
	if own := (*fileError)(nil); errors.As(err, &own) {
		return "", err
	}
	// A scanner that has had enough says so and hangs up while we still write.
	reply, failed := bufio.NewReaderSize(io.LimitReader(conn, maxReply), maxReply).ReadString(0)
	switch {
	case failed != nil && err != nil:
		return "", err
	case failed != nil:
		return "", failed
	}
	return strings.TrimSuffix(reply, "\x00"), nil
}

// stream sends a file in chunks, each after its length in four bytes, and at last one
// of no length.
func stream(conn net.Conn, file io.Reader) error {
	chunk := make([]byte, 4+chunkSize)
	for {
		n, err := io.ReadFull(file, chunk[4:])
		if n > 0 {
			binary.BigEndian.PutUint32(chunk, uint32(n))
			if _, err := conn.Write(chunk[:4+n]); err != nil {
				return err
			}
		}
		switch err {
		case nil:
		case io.EOF, io.ErrUnexpectedEOF:
			_, err := conn.Write([]byte{0, 0, 0, 0})
			return err
		default:
			return &fileError{err}
		}
	}
}
