package clamd

import "time"

// SetPatience sets how long a conversation may take.
func SetPatience(s *Scanner, d time.Duration) { s.patience = d }
