// Package lru declares what the testdata uses of the package of that path.
package lru

type Cache[K comparable, V any] struct{ size int }

func New[K comparable, V any](size int) (*Cache[K, V], error) { return &Cache[K, V]{size}, nil }

func (c *Cache[K, V]) Add(key K, value V) (evicted bool) { return false }
