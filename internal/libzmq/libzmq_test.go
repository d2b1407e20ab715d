package libzmq

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/zmqlint/zmqlint/internal/advisory"
)

// tree writes the files of an archive into a new directory.
func tree(t *testing.T, archive string) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range txtar.Parse([]byte(archive)).Files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const zmqH = `
#ifndef __ZMQ_H_INCLUDED__
/*  Version macros for compile-time API version detection  */
#define ZMQ_VERSION_MAJOR 4
#define ZMQ_VERSION_MINOR 2
#define ZMQ_VERSION_PATCH 5
#define ZMQ_MAKE_VERSION(major, minor, patch) ((major) *10000 + (minor) *100 + (patch))
`

const libzmqPC = `
prefix=/opt/zmq
libdir=${prefix}/lib
includedir=${prefix}/include
v = 4.3.1

Name: libzmq
Version: ${v}
Libs: -L${libdir} -lzmq
Cflags: -I${includedir}
`

func TestInstalled(t *testing.T) {
	dir := tree(t, "-- h/zmq.h --"+zmqH+"-- pc/libzmq.pc --"+libzmqPC+
		"-- std/libzmq.pc --\nincludedir=/usr/include\nVersion: 4.3.2\nCflags: -I${includedir}\n"+
		"-- binding/zmq4.go --\npackage zmq4\n\n/*\n#cgo !windows pkg-config: libzmq\n#cgo windows CFLAGS: -I/nowhere\n*/\nimport \"C\"\n"+
		"-- own/zmq4.go --\npackage zmq4\n\n// #cgo CFLAGS: -DX -I${SRCDIR}/include\nimport \"C\"\n-- own/include/zmq.h --"+zmqH+
		"-- other/zmq4.go --\npackage zmq4\n\n// #cgo plan9 CFLAGS: -I${SRCDIR}/../h\nimport \"C\"\n")
	at := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
	binding := at("binding")
	for name, test := range map[string]struct {
		env     []string
		binding string
		want    *Found
	}{
		"nothing":                                {nil, binding, nil},
		"CGO_CFLAGS":                             {[]string{"CGO_CFLAGS=-O2 -I " + at("h")}, binding, &Found{Version: "4.2.5", By: "zmq.h", File: at("h/zmq.h")}},
		"CGO_CPPFLAGS":                           {[]string{"CGO_CPPFLAGS=-isystem" + at("h")}, binding, &Found{Version: "4.2.5", By: "zmq.h", File: at("h/zmq.h")}},
		"CPATH":                                  {[]string{"CPATH=/nowhere" + string(os.PathListSeparator) + at("h")}, "", &Found{Version: "4.2.5", By: "zmq.h", File: at("h/zmq.h")}},
		"PKG_CONFIG_PATH":                        {[]string{"PKG_CONFIG_PATH=" + at("pc")}, binding, &Found{Version: "4.3.1", By: "pkg-config", File: at("pc/libzmq.pc")}},
		"PKG_CONFIG_LIBDIR":                      {[]string{"PKG_CONFIG_LIBDIR=" + at("pc")}, binding, &Found{Version: "4.3.1", By: "pkg-config", File: at("pc/libzmq.pc")}},
		"pkg-config before CFLAGS":               {[]string{"PKG_CONFIG_PATH=" + at("pc"), "CGO_CFLAGS=-I" + at("h")}, binding, &Found{Version: "4.3.1", By: "pkg-config", File: at("pc/libzmq.pc")}},
		"CFLAGS before the standard directories": {[]string{"PKG_CONFIG_PATH=" + at("std"), "CGO_CFLAGS=-I" + at("h")}, binding, &Found{Version: "4.2.5", By: "zmq.h", File: at("h/zmq.h")}},
		"a directory without zmq.h":              {[]string{"PKG_CONFIG_PATH=" + at("std"), "CGO_CFLAGS=-I" + dir}, binding, &Found{Version: "4.3.2", By: "pkg-config", File: at("std/libzmq.pc")}},
		"flags of the binding":                   {[]string{"PKG_CONFIG_PATH=" + at("pc")}, at("own"), &Found{Version: "4.2.5", By: "zmq.h", File: at("own/include/zmq.h")}},
		"flags for another system":               {nil, at("other"), nil},
		"the last setting counts":                {[]string{"CGO_CFLAGS=-I" + at("h"), "CGO_CFLAGS="}, binding, nil},
	} {
		got := Environment{Env: test.env, Root: t.TempDir()}.Installed(test.binding)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestPackageOf(t *testing.T) {
	pc := "-- usr/lib/pkgconfig/libzmq.pc --\nVersion: 4.2.1\n"
	for name, test := range map[string]struct {
		root string
		want *advisory.Package
	}{
		"dpkg": {"-- etc/os-release --\nID=debian\nVERSION_ID=\"9\"\n-- var/lib/dpkg/info/libzmq3-dev:amd64.list --\n/usr/lib\n/usr/lib/pkgconfig/libzmq.pc\n" +
			"-- var/lib/dpkg/status --\nPackage: libzmq5\nStatus: install ok installed\nVersion: 1\n\nPackage: libzmq3-dev\nStatus: install ok installed\nVersion: 4.2.1-4+deb9u2\n",
			&advisory.Package{Distribution: "debian", Release: "9", Name: "libzmq3-dev", Version: "4.2.1-4+deb9u2"}},
		"not from dpkg": {"-- etc/os-release --\nID=debian\nVERSION_ID=\"9\"\n-- var/lib/dpkg/status --\nPackage: libzmq5\nStatus: install ok installed\nVersion: 1\n", nil},
		"apk": {"-- etc/os-release --\nID=alpine\nVERSION_ID=3.8.5\n-- lib/apk/db/installed --\nP:musl\nV:1.1\nF:lib\nR:libc.so\n\nP:zeromq-dev\nV:4.2.5-r1\nF:usr/lib/pkgconfig\nR:libzmq.pc\n",
			&advisory.Package{Distribution: "alpine", Release: "3.8", Name: "zeromq-dev", Version: "4.2.5-r1"}},
		"not from apk":    {"-- etc/os-release --\nID=alpine\nVERSION_ID=3.8.5\n-- lib/apk/db/installed --\nP:musl\nV:1.1\nF:lib\nR:libc.so\n", nil},
		"rpm":             {"-- etc/os-release --\nID=\"centos\"\nID_LIKE=\"rhel fedora\"\nVERSION_ID=\"7\"\n", &advisory.Package{Distribution: "centos", Release: "7", Name: "libzmq"}},
		"another manager": {"-- etc/os-release --\nID=arch\n", &advisory.Package{Distribution: "arch", Name: "libzmq"}},
		"no distribution": {"", nil},
	} {
		got := Environment{Root: tree(t, pc+test.root)}.Installed("")
		want := &Found{Version: "4.2.1", By: "pkg-config", Package: test.want}
		if got == nil {
			t.Errorf("%s: nothing found", name)
			continue
		}
		want.File = got.File
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	local := Environment{Root: tree(t, "-- etc/os-release --\nID=arch\n-- usr/local/lib/pkgconfig/libzmq.pc --\nVersion: 4.2.1\n")}.Installed("")
	if local == nil || local.Package != nil {
		t.Errorf("what lies in /usr/local is from no package: %+v", local)
	}
}

// TestPrograms runs pkg-config as the environment names it.
func TestPrograms(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("shell scripts")
	}
	dir := tree(t, "-- good --\n#!/bin/sh\ncase $1 in --modversion) echo 4.3.1;; *) echo /nowhere;; esac\n"+
		"-- none --\n#!/bin/sh\necho \"Package libzmq was not found\" >&2\nexit 1\n"+
		"-- strange --\n#!/bin/sh\necho hello\n"+
		"-- hangs --\n#!/bin/sh\nsleep 60\n"+
		"-- pc/libzmq.pc --\nVersion: 4.3.2\n")
	path := "PATH=" + os.Getenv("PATH")
	for name, want := range map[string]*Found{
		"good": {Version: "4.3.1", By: "pkg-config"}, "none": nil, "strange": nil,
	} {
		e := Environment{Env: []string{path, "PKG_CONFIG=" + filepath.Join(dir, name), "PKG_CONFIG_PATH=" + filepath.Join(dir, "pc")}}
		got, _ := e.pkgConfig()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	start := time.Now()
	e := Environment{Env: []string{path, "PKG_CONFIG=" + filepath.Join(dir, "hangs")}}
	if got, _ := e.pkgConfig(); got != nil || time.Since(start) > 4*patience {
		t.Errorf("a program that hangs: %v after %v", got, time.Since(start))
	}
	e = Environment{Env: []string{"PATH=" + dir, "PKG_CONFIG_PATH=" + filepath.Join(dir, "pc")}}
	if got, _ := e.pkgConfig(); got == nil || got.Version != "4.3.2" {
		t.Errorf("without pkg-config its files are read; got %+v", got)
	}
}

// TestThisMachine holds what is read here against pkg-config itself.
func TestThisMachine(t *testing.T) {
	e := Environment{Env: []string{"PATH=" + os.Getenv("PATH")}}
	want, err := e.output("pkg-config", "--modversion", "libzmq")
	if err != nil {
		t.Skip("needs libzmq and pkg-config")
	}
	got := e.Installed("")
	if got == nil || got.Version != want {
		t.Fatalf("found %+v, pkg-config has %s", got, want)
	}
	pc := readPkgConfig(got.File)
	if pc.version != want {
		t.Errorf("%s has version %q, pkg-config says %s", got.File, pc.version, want)
	}
	if h := e.header([]string{"/usr/include"}); h != nil && h.Version != want {
		t.Errorf("zmq.h has %s, pkg-config says %s", h.Version, want)
	}
	if _, err := os.Stat("/var/lib/dpkg/info/libzmq3-dev:amd64.list"); err == nil {
		if got.Package == nil || got.Package.Name != "libzmq3-dev" || upstreamOf(got.Package.Version) != want {
			t.Errorf("the package is %+v", got.Package)
		}
	}
}
