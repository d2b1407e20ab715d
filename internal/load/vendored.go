package load

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/modfile"
)

// vendorGo is the go version of a go.mod for a vendor/modules.txt that does
// not mark what is required: since go 1.14 it does.
const vendorGo = "1.13"

// useVendor takes vendor/ as it is: the copy of go.mod is one that agrees with
// vendor/modules.txt.
func (a *attempt) useVendor(string) bool {
	list, err := os.ReadFile(filepath.Join(filepath.Dir(a.env.GOMOD), "vendor", "modules.txt"))
	if err != nil {
		return false
	}
	return a.useCopy(func(f *modfile.File) error { return agreeWith(f, string(list)) }, "-mod=vendor")
}

// agreeWith makes go.mod require and replace what vendor/modules.txt says.
func agreeWith(f *modfile.File, list string) error {
	v := parseVendorList(list)
	if v.explicit == nil {
		v.explicit = v.all
		if err := f.AddGoStmt(vendorGo); err != nil {
			return err
		}
	}
	var err error
	for _, r := range f.Require {
		err = errors.Join(err, f.DropRequire(r.Mod.Path))
	}
	for _, r := range f.Replace {
		err = errors.Join(err, f.DropReplace(r.Old.Path, r.Old.Version))
	}
	f.Cleanup()
	for _, m := range v.explicit {
		err = errors.Join(err, f.AddRequire(m[0], m[1]))
	}
	for _, r := range v.replace {
		err = errors.Join(err, f.AddReplace(r[0], r[1], r[2], r[3]))
	}
	return err
}

// vendorList is what vendor/modules.txt says.
type vendorList struct {
	all, explicit [][2]string // path and version
	replace       [][4]string // path, version, path, version
}

// parseVendorList reads lines of these forms:
//
//	# path version
//	# path version => path [version]
//	# path => path [version]
//	## explicit; go 1.22
//
// The last but one stands at the end, for a replacement of all versions.
func parseVendorList(list string) (v vendorList) {
	var last [2]string
	everyVersion := map[string]bool{}
	var replace [][4]string
	for line := range strings.Lines(list) {
		if marks, ok := strings.CutPrefix(line, "## "); ok {
			if strings.HasPrefix(marks, "explicit") && last[1] != "" {
				v.explicit = append(v.explicit, last)
			}
			continue
		}
		entry, ok := strings.CutPrefix(line, "# ")
		if !ok {
			continue
		}
		module, by, replaced := strings.Cut(entry, " => ")
		last = pair(module)
		if last[1] != "" {
			v.all = append(v.all, last)
		}
		if replaced {
			to := pair(by)
			replace = append(replace, [4]string{last[0], last[1], to[0], to[1]})
			everyVersion[last[0]] = everyVersion[last[0]] || last[1] == ""
		}
	}
	for _, r := range replace {
		if r[1] == "" || !everyVersion[r[0]] {
			v.replace = append(v.replace, r)
		}
	}
	return v
}

// pair splits "path version", where the version may be missing.
func pair(s string) (p [2]string) {
	copy(p[:], strings.Fields(s))
	return p
}
