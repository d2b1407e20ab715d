// Package ratelimit declares what the testdata uses of the package of that path.
package ratelimit

import "time"

type Limiter interface{ Take() time.Time }

func New(rate int) Limiter { return nil }
