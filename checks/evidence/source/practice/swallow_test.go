package practice_test

import "testing"

func TestSwallowedErrorsInScripts(t *testing.T) {
	t.Parallel()
	check(t, "TypeScript", "swallow", []example{
		{"try { await prisma.order.update({ where }) } catch {}", "1 catch catch > prisma.order.update"},
		{"try { await prisma.order.update({ where }) } catch (e) { /* it is gone already */ }", "1 catch catch > prisma.order.update (commented)"},
		{"async function f() { try { await this.orders.save(order) } catch (e) { return null } }", ""},
		{"async function f() { try { await this.repository.save(order) } catch (e) { return null } }", "1 catch catch > this.repository.save (returns)"},
		{"try { await db.query('INSERT INTO orders VALUES ($1)', [id]) } catch (e) { void e }", "1 catch catch > db.query"},
		{"try { work() } catch {}", "1 catch catch"},
		{"import { Order } from './models/order';\ntry { await Order.create({}) } catch {}", "2 catch catch > Order.create"},
		{"prisma.order.update({}).catch(() => {})", "1 catch .catch > prisma.order.update"},
		{"prisma.order.update({}).catch(() => null)", "1 catch .catch > prisma.order.update (returns)"},
		{"fetch(url, { method: 'POST' }).catch(noop)", "1 catch .catch > fetch POST"},
		{"charge().catch(() => {})", "1 catch .catch"},
		// what is right as it is
		{"try { await db.order.update({}) } catch (e) { logger.error(e) }", ""},
		{"try { await db.order.update({}) } catch (e) { failed = true }", ""},
		{"try { return JSON.parse(text) } catch { return {} }", ""},
		{"try { return JSON.parse(text) } catch (e) { return undefined }", ""},
		{"try { localStorage.setItem(k, v) } catch (e) { /* private mode */ }", ""},
		{"try { socket.close() } catch {}", ""},
		{"try { await fs.unlink(path) } catch {}", ""},
		{"video.play().catch(() => {})", ""},
		{"load().catch(() => null)", ""},
		{"load().catch((e) => report(e))", ""},
		{"function trySave() { try { db.order.update({}) } catch {} }", ""},
		{"try { map.delete(key); hash.update(text); cache.set(k, v); Object.create(null) } catch {}", "1 catch catch"},
		{"try { ChangeSet.create(doc) } catch {}", "1 catch catch"},
		{"try { database.transaction('drafts', 'readwrite') } catch {}", "1 catch catch"},
	})
}

func TestSwallowedErrorsInPython(t *testing.T) {
	t.Parallel()
	check(t, "Python", "swallow", []example{
		{"try:\n  session.commit()\nexcept Exception:\n  pass", "3 catch except > session.commit"},
		{"try:\n  Order.objects.create(id=1)\nexcept:\n  pass", "3 catch except > Order.objects.create"},
		{"from django.db import models\ndef f(order):\n  try:\n    order.save()\n  except Exception:\n    pass", "5 catch except > order.save"},
		{"try:\n  work()\nexcept (ValueError, Exception) as error:\n  ...", "3 catch except"},
		{"try:\n  work()\nexcept:\n  x = 1", "3 bare except"},
		// what is right as it is
		{"try:\n  import ujson\nexcept ImportError:\n  pass", ""},
		{"try:\n  order.delete()\nexcept Order.DoesNotExist:\n  pass", ""},
		{"try:\n  x = d[k]\nexcept KeyError:\n  pass", ""},
		{"try:\n  work()\nexcept Exception:\n  logger.exception('no')", ""},
		{"try:\n  work()\nexcept:\n  undo()\n  raise", ""},
		{"for x in y:\n  try:\n    parse(x)\n  except Exception:\n    continue", ""},
		{"try:\n  work()\nexcept Exception:  # the cache may be away\n  pass", ""},
	})
}

func TestSwallowedErrorsInGo(t *testing.T) {
	t.Parallel()
	const head = "package p\nimport \"database/sql\"\nfunc f(db *sql.DB) {\n"
	check(t, "Go", "swallow", []example{
		{head + "_, _ = db.Exec(`DELETE FROM orders`)\n}", "4 result db.Exec > db.Exec (explicit)"},
		{head + "db.Exec(`DELETE FROM orders`)\n}", "4 result db.Exec > db.Exec"},
		{head + "// nothing is lost with it\n_, _ = db.Exec(`DELETE FROM drafts`)\n}", "5 result db.Exec > db.Exec (commented)"},
		{head + "tx.Commit()\n}", "4 result tx.Commit > tx.Commit (commit)"},
		{head + "if err := db.Ping(); err != nil {\n}\n}", "4 result err != nil"},
		{"package p\nimport \"gorm.io/gorm\"\nfunc f(db *gorm.DB) {\ndb.Save(&order)\n}", "4 result db.Save > db.Save"},
		// what is right as it is
		{"package p\nimport \"gorm.io/gorm\"\nfunc f(db *gorm.DB) error {\nreturn db.Save(&order).Error\n}", ""},
		{head + "_ = rows.Close()\ndefer tx.Rollback()\n_ = file.Close()\n_ = w.Write(b)\n_, _ = db.Exec(`ROLLBACK`)\n}", ""},
		{head + "if err != nil {\nreturn\n}\n}", ""},
		{head + "if err := db.Ping(); err != nil {\n// it comes back\n}\n}", "4 result err != nil (commented)"},
	})
}
