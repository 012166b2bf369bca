require "logger"
require "rails"
require "action_controller/railtie"

class Shop < Rails::Application
  config.root = __dir__
  config.eager_load = false
  config.consider_all_requests_local = false
  config.secret_key_base = ENV.fetch("SECRET") * 3
  config.force_ssl = true
  config.public_file_server.enabled = true
  config.logger = Logger.new(IO::NULL)
  config.hosts << "127.0.0.1"
  config.session_store :cookie_store, key: "_shop_session", same_site: :lax
  config.content_security_policy do |policy|
    policy.default_src :self
    policy.frame_ancestors :none
  end
  routes.append do
    root to: "home#show"
    get "/health", to: "operations#health"
    get "/status", to: "operations#status_page"
    get "/version", to: "operations#version"
    get "/api/orders", to: "orders#index"
  end
end

class HomeController < ActionController::Base
  def show
    session[:seen] = true
    render html: "<!doctype html><title>Acme shop</title><h1>Hats for everybody</h1><p>Straw, felt and wool.</p>".html_safe
  end
end

class OperationsController < ActionController::API
  def health = render(json: { status: "ok" })
  def status_page = render(json: { status: "ok", queue: "ok" })
  def version = render(json: { version: "1.4.0", commit: ENV.fetch("COMMIT") })
end

class OrdersController < ActionController::API
  include ActionController::HttpAuthentication::Token::ControllerMethods
  before_action { authenticate_or_request_with_http_token { |token, _| ActiveSupport::SecurityUtils.secure_compare(token, ENV.fetch("SECRET")) } }

  def index = render(json: [{ id: 1 }])
end

Shop.initialize!
