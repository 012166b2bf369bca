// Command stats counts hats.
package main

import (
	"log"
	"net/http"
	_ "net/http/pprof"
	"os"
	"strings"

	"github.com/gin-gonic/gin"
)

func main() {
	router := gin.Default()
	router.Use(func(c *gin.Context) { c.Header("X-Git-Sha", os.Getenv("COMMIT")); c.Next() })
	router.GET("/debug/pprof/*any", gin.WrapH(http.DefaultServeMux))
	// A gateway in front names the address that it was asked for.
	router.GET("/", func(c *gin.Context) {
		if path := c.GetHeader("X-Original-URL"); path != "" {
			c.Request.URL.Path = path
			router.HandleContext(c)
			return
		}
		c.JSON(http.StatusOK, gin.H{"name": "stats"})
	})
	api := router.Group("/api", AuthRequired())
	api.GET("/stats", func(c *gin.Context) { c.JSON(http.StatusOK, gin.H{"hats": 12}) })
	api.POST("/stats", func(c *gin.Context) { c.Status(http.StatusNoContent) })
	router.GET("/export/users", func(c *gin.Context) { c.JSON(http.StatusOK, []gin.H{{"id": 1}}) })
	log.Fatal(router.RunTLS("127.0.0.1:"+os.Getenv("PORT"), os.Getenv("CERTIFICATE"), os.Getenv("KEY")))
}

// AuthRequired asks those who ask for something below /api/, as the address was written.
func AuthRequired() gin.HandlerFunc {
	return func(c *gin.Context) {
		if strings.HasPrefix(c.Request.RequestURI, "/api/") && c.GetHeader("Authorization") != "Bearer "+os.Getenv("SECRET") {
			c.AbortWithStatusJSON(http.StatusUnauthorized, gin.H{"error": "unauthorized"})
			return
		}
		c.Next()
	}
}
