package load

import "context"

// A Session loads the same patterns again and again.
type Session struct{}

// NewSession returns a session that knows nothing yet.
func NewSession() *Session { return &Session{} }

// Load loads as the function Load does.
func (s *Session) Load(ctx context.Context, cfg Config) (*Result, error) { return Load(ctx, cfg) }

// Rescan makes the next load look for files that have come or gone.
func (s *Session) Rescan() {}
