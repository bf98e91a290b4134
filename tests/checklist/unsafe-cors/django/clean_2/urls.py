from django.urls import path

from cart_app.views import Cart

urlpatterns = [path("cart/", Cart.as_view())]
