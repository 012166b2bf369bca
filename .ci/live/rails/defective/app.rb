require "logger"
require "rails"
require "action_controller/railtie"

class Shop < Rails::Application
  config.root = __dir__
  config.eager_load = false
  config.consider_all_requests_local = true
  config.secret_key_base = ENV.fetch("SECRET") * 3
  config.logger = Logger.new(IO::NULL)
  config.hosts.clear
  config.session_store :cookie_store, key: "_shop_session", httponly: false
  config.action_dispatch.default_headers = { "Server" => "Puma/5.6" }
  routes.append do
    root to: "home#show"
    get "/version", to: "operations#version"
    get "/status", to: "operations#inside"
  end
end

class HomeController < ActionController::Base
  def show
    session[:seen] = true
    render html: "<!doctype html><title>Acme shop</title><h1>Hats for everybody</h1><p>Straw, felt and wool.</p>".html_safe
  end
end

class OperationsController < ActionController::API
  def version = render(json: { version: "1.4.0", commit: ENV.fetch("COMMIT") })
  def inside = render(json: { database: "postgresql://shop:swordfish@db.internal/shop" })
end

Shop.initialize!
