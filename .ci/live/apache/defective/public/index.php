<?php
session_start();
?>
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Acme hats</title></head>
<body><h1>Hats for everybody</h1><p>Straw, felt and wool.</p></body>
</html>
