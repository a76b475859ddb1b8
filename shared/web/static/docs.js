const place = document.getElementById("document");
SwaggerUIBundle({ domNode: place, url: place.dataset.url, deepLinking: true, validatorUrl: null });
