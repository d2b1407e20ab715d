package zmqsafe

// Lists of keys from directories of certificates.

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"github.com/zmqlint/zmqlint/zmqsafe/certs"
)

// LoadDir admits the keys of a directory of public certificates, as CZMQ and
// pyzmq write them, to the servers of a domain. It takes the place of an earlier
// LoadDir of the same directory: keys that are not in it any more are handled as
// [Authenticator.Revoke] does, except that a file that comes back admits again.
//
// Files that cannot be read are left out, and told in the error along with what
// Revoke tells; the others are loaded. A directory that cannot be read, or that
// everyone can write, admits nobody.
func (a *Authenticator) LoadDir(ctx context.Context, domain, dir string) error {
	if domain == "" || dir == "" {
		return errors.New("zmqsafe: load: a domain and a directory are needed")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return fmt.Errorf("zmqsafe: load: %w", err)
	}
	files, err := certs.LoadDir(dir)
	if err != nil {
		err = fmt.Errorf("zmqsafe: load %s: %w", dir, err)
	}
	list := make(map[certs.PublicKey]string, len(files))
	for _, f := range files {
		list[f.Public] = f.Name()
	}
	a.mu.Lock()
	a.in(domain).allowed[dir] = list
	for key := range list {
		a.ids[key.Z85()] = key
	}
	a.mu.Unlock()
	return errors.Join(err, a.disconnect(ctx, domain))
}

// WatchDir calls LoadDir whenever the directory has changed since it was called,
// looking each interval (0: 5 s), until ctx or the Context ends; it blocks. Errors
// of LoadDir are logged. Call LoadDir before it, to have the first errors:
//
//	if err := auth.LoadDir(ctx, "jobs", dir); err != nil { … }
//	go auth.WatchDir(ctx, "jobs", dir, 0)
func (a *Authenticator) WatchDir(ctx context.Context, domain, dir string, interval time.Duration) error {
	if interval == 0 {
		interval = 5 * time.Second
	}
	if interval < 0 {
		return fmt.Errorf("zmqsafe: watch: interval %v", interval)
	}
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	last := ""
	for {
		// Before LoadDir, so that what changes meanwhile is seen next time.
		state, err := certs.DirState(dir)
		if err != nil {
			state = "error: " + err.Error() // LoadDir tells it, once
		}
		if state != last {
			if err := a.LoadDir(ctx, domain, dir); err != nil {
				a.ctx.log.Error("zmqsafe: certificates", slog.String("domain", domain), slog.Any("error", err))
			}
			last = state
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return ctx.Err()
		case <-a.ctx.zap.closing:
			return ErrClosed
		}
	}
}
