package config

import "golang.org/x/tools/go/analysis"

// For returns the configuration of the package of a pass. It is never nil.
func For(pass *analysis.Pass) *Config { return Default() }
