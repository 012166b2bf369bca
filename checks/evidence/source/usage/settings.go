package usage

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// readSetting reads the settings of Django, Flask and Next.js that are assigned at a
// file's top level or in a class of settings.
func (r *reading) readSetting(f *program.Function, s *program.Assign) {
	if len(s.Targets) != 1 || s.Value == nil {
		return
	}
	name := settingName(f, s.Targets[0])
	switch r.family {
	case python:
		r.readPythonSetting(f, s, name)
	case script:
		if f.Top && name == "revalidate" { // https://nextjs.org/docs/app/api-reference/file-conventions/route-segment-config
			if literal, ok := s.Value.(*program.Literal); ok && literal.Kind == program.LiteralNumber && literal.Value != "0" {
				r.add(f, s.Range(), Sign{Kind: CachePage, Library: "Next.js", Callee: "revalidate", Detail: literal.Value})
			}
		}
	}
}

// settingName returns the name of what is set: a variable, app.config["X"],
// STORAGES["default"].
func settingName(f *program.Function, target program.Expression) string {
	switch target := target.(type) {
	case *program.Name:
		return target.Name
	case *program.Member: // app.config["DEBUG"], settings.DEBUG
		if name, ok := target.X.(*program.Name); ok && name.Name == "STORAGES" {
			return "STORAGES." + target.Name
		}
		return target.Name
	}
	return ""
}

func (r *reading) readPythonSetting(f *program.Function, s *program.Assign, name string) {
	at := s.Range()
	switch name {
	case "CACHES":
		r.readCaches(f, s)
	case "CACHE_TYPE": // of Flask-Caching
		if backend, ok := f.Constant(s.Value); ok {
			r.add(f, at, Sign{Kind: CacheBackend, Library: "Flask-Caching", Callee: name, Detail: backend})
		}
	case "DEFAULT_FILE_STORAGE", "STORAGES.default":
		for _, backend := range r.texts(s.Value) {
			if strings.Contains(backend, ".") {
				r.add(f, at, Sign{Kind: StorageSetting, Library: "Django", Callee: name, Detail: backend})
				return
			}
		}
	case "STORAGES", "DEFAULT_STORAGES":
		if object, ok := s.Value.(*program.Object); ok {
			if backend, ok := f.Constant(backendOf(f, entry(object, "default"))); ok {
				r.add(f, at, Sign{Kind: StorageSetting, Library: "Django", Callee: name, Detail: backend})
			}
		}
	case "MEDIA_ROOT":
		if text, constant := f.Constant(s.Value); !constant || text != "" {
			r.add(f, at, Sign{Kind: StorageSetting, Library: "Django", Callee: name, Detail: "MEDIA_ROOT"})
		}
	case "UPLOAD_FOLDER", "UPLOADED_FILES_DEST":
		r.add(f, at, Sign{Kind: StorageSetting, Library: "Flask", Callee: name, Detail: name})
	case "LOGGING", "LOGGING_CONFIG":
		r.readLogging(f, s.Value, at)
	case "MIDDLEWARE":
		r.readMiddleware(f, s.Value)
	case "DEBUG", "debug":
		r.readDebug(f, s)
	case "DEFAULT_PAGINATION_CLASS", "pagination_class":
		r.add(f, at, Sign{Kind: Pagination, Library: "Django REST framework", Callee: name})
	}
}

// readSettingObject reads settings that stand in an object: REST_FRAMEWORK = {…},
// app.config.update({…}).
func (r *reading) readSettingObject(f *program.Function, object *program.Object) {
	switch r.family {
	case python:
		for _, one := range object.Entries {
			if name := keyName(f, one); name == "DEFAULT_PAGINATION_CLASS" {
				if literal, ok := one.Value.(*program.Literal); ok && literal.Kind == program.LiteralNothing {
					continue
				}
				r.add(f, object.Range(), Sign{Kind: Pagination, Library: "Django REST framework", Callee: name})
			}
		}
	case script: // fetch(url, {next: {revalidate: 60}})
		if next, ok := entry(object, "next").(*program.Object); ok && entry(next, "revalidate") != nil {
			r.count(f, object.Range(), Sign{Kind: CachePage, Library: "Next.js", Callee: "fetch", Detail: "fetch with revalidate"})
		}
	}
}

// readCaches reads Django's CACHES: the backend of "default", or the first one.
func (r *reading) readCaches(f *program.Function, s *program.Assign) {
	object, ok := s.Value.(*program.Object)
	if !ok {
		r.add(f, s.Range(), Sign{Kind: CacheBackend, Library: "Django", Callee: "CACHES"})
		return
	}
	value := entry(object, "default")
	if value == nil && len(object.Entries) > 0 {
		value = object.Entries[0].Value
	}
	backend, _ := f.Constant(backendOf(f, value))
	r.add(f, s.Range(), Sign{Kind: CacheBackend, Library: "Django", Callee: "CACHES", Detail: backend})
}

// backendOf returns the value of BACKEND in {"BACKEND": …}.
func backendOf(f *program.Function, x program.Expression) program.Expression {
	object, ok := x.(*program.Object)
	if !ok {
		return nil
	}
	for _, one := range object.Entries {
		if keyName(f, one) == "BACKEND" {
			return one.Value
		}
	}
	return nil
}

// texts returns the constant texts in an expression.
func (r *reading) texts(x program.Expression) (found []string) {
	r.within(x, func(x program.Expression) bool {
		if text, ok := x.(*program.Text); ok {
			found = append(found, text.Value)
		}
		return true
	})
	return found
}

// readMiddleware reads what Django's MIDDLEWARE says of caching and of logs.
func (r *reading) readMiddleware(f *program.Function, value program.Expression) {
	r.within(value, func(x program.Expression) bool {
		text, ok := x.(*program.Text)
		if !ok {
			return true
		}
		if sign, found := djangoMiddleware[text.Value]; found {
			sign.Callee = text.Value
			r.add(f, text.Range(), sign)
		}
		return true
	})
}

var djangoMiddleware = map[string]Sign{
	"django.middleware.cache.UpdateCacheMiddleware":    {Kind: CacheFunction, Library: "Django"},
	"django.middleware.cache.FetchFromCacheMiddleware": {Kind: CacheFunction, Library: "Django"},
	"django.middleware.http.ConditionalGetMiddleware":  {Kind: CacheHeader, Library: "Django", Detail: "ETag"},
	"whitenoise.middleware.WhiteNoiseMiddleware":       {Kind: CacheHeader, Library: "WhiteNoise", Detail: "static files"},
	"wagtail.contrib.frontend_cache.middleware":        {Kind: CachePage, Library: "Wagtail"},
	"django_guid.middleware.guid_middleware":           {Kind: LogContext, Library: "django-guid", Fields: []string{Trace}, Detail: "middleware"},
	"django_structlog.middlewares.RequestMiddleware":   {Kind: LogContext, Library: "django-structlog", Fields: []string{Trace, User, Route}, Detail: "middleware"},
	"log_request_id.middleware.RequestIDMiddleware":    {Kind: LogContext, Library: "django-log-request-id", Fields: []string{Trace}, Detail: "middleware"},
	"request_id.middleware.RequestIdMiddleware":        {Kind: LogContext, Library: "django-request-id", Fields: []string{Trace}, Detail: "middleware"},
	"asgi_correlation_id.CorrelationIdMiddleware":      {Kind: LogContext, Library: "asgi-correlation-id", Fields: []string{Trace}, Detail: "middleware"},
	"cid.middleware.CidMiddleware":                     {Kind: LogContext, Library: "django-cid", Fields: []string{Trace}, Detail: "middleware"},
}

// readStorageClass finds columns of Django's models that hold files.
func (r *reading) readStorageClass(owner *program.Function, class *program.Class) {
	if r.family != python {
		return
	}
	for _, field := range class.Fields {
		call, ok := field.Value.(*program.Call)
		if !ok {
			continue
		}
		switch owner.Origin(call.Callee) {
		case "django.db.models.FileField", "django.db.models.ImageField":
			sign := Sign{Kind: StorageField, Library: "Django", Callee: short(class.Name + "." + field.Name)}
			for _, one := range call.Arguments {
				if one.Name == "storage" {
					sign.Detail = "storage"
				}
			}
			r.add(owner, field.Range(), sign)
		}
	}
}
