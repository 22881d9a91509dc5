package notify_test

import (
	"fmt"
	"os"
	"testing"

	"kommunalforum/internal/testkit"
)

func TestMain(m *testing.M) {
	if folder := os.Getenv(mailsFolder); folder != "" {
		if err := mailUntilKilled(folder, os.Getenv(mailsStage)); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	testkit.Main(m)
}
