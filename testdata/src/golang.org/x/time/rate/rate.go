// Package rate declares what the testdata uses of the package of that path.
package rate

import (
	"context"
	"time"
)

type Limit float64

type Limiter struct{ limit Limit }

func NewLimiter(r Limit, burst int) *Limiter { return &Limiter{r} }

func (l *Limiter) Wait(ctx context.Context) error { return ctx.Err() }
func (l *Limiter) Allow() bool                    { return l.limit > 0 }
func (l *Limiter) Reserve() *Reservation          { return new(Reservation) }
func (l *Limiter) Tokens() float64                { return float64(l.limit) }

type Reservation struct{ delay time.Duration }

func (r *Reservation) Delay() time.Duration { return r.delay }
