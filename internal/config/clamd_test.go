package config_test

import (
	"testing"

	"kommunalforum/internal/config"
)

func TestClamdListensOnASocketOrAPort(t *testing.T) {
	for text, want := range map[string]config.Clamd{
		"": {}, "unix:/run/clamav/clamd.ctl": {Network: "unix", Address: "/run/clamav/clamd.ctl"},
		"tcp://127.0.0.1:3310": {Network: "tcp", Address: "127.0.0.1:3310"},
		"tcp://[::1]:3310":     {Network: "tcp", Address: "[::1]:3310"},
	} {
		if got, err := config.ParseClamd(text); err != nil || got != want || got.On() != (text != "") {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"unix:", "unix:clamd.ctl", "/run/clamd.ctl", "tcp://", "tcp://host", "tcp://:3310", "tcp://host:0",
		"tcp://host:99999", "tcp:host:3310", "127.0.0.1:3310", "http://host:3310"} {
		if got, err := config.ParseClamd(text); err == nil {
			t.Errorf("%q: %v", text, got)
		}
	}
}
