// Package semaphore declares what the testdata uses of the package of that path.
package semaphore

import "context"

type Weighted struct{ size int64 }

func NewWeighted(n int64) *Weighted { return &Weighted{n} }

func (s *Weighted) Acquire(ctx context.Context, n int64) error { return ctx.Err() }
func (s *Weighted) TryAcquire(n int64) bool                    { return n <= s.size }
func (s *Weighted) Release(n int64)                            {}
