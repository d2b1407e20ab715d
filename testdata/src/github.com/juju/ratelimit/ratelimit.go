// Package ratelimit declares what the testdata uses of the package of that path.
package ratelimit

import "time"

type Bucket struct{ capacity int64 }

func NewBucket(fillInterval time.Duration, capacity int64) *Bucket { return &Bucket{capacity} }

func (b *Bucket) Wait(count int64)                {}
func (b *Bucket) TakeAvailable(count int64) int64 { return b.capacity }
