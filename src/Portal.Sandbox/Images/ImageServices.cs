namespace Portal.Sandbox.Images;

/// <summary>Registers the image catalogue.</summary>
public static class ImageServices
{
    /// <summary>Adds <see cref="IImageCatalog"/>, with the Spark that this process's environment names.</summary>
    public static IServiceCollection AddImages(this IServiceCollection services) => services.AddSingleton<IImageCatalog>(provider =>
    {
        var spark = SparkInstallation.Find(Environment.GetEnvironmentVariable);
        var logger = provider.GetRequiredService<ILogger<ImageCatalog>>();
        if (spark is not null)
        {
            logger.LogInformation("Spark jobs run with Apache Spark of {Home}, on Java of {JavaHome}", spark.Home, spark.JavaHome ?? "its own choice");
        }
        else if (Environment.GetEnvironmentVariable("SPARK_HOME") is { Length: > 0 } home)
        {
            logger.LogWarning("SPARK_HOME is {Home}, but there is no bin/spark-submit in it. Spark jobs run over the stand-in", home);
        }

        return new ImageCatalog(Path.Combine(AppContext.BaseDirectory, "Images", "Spark"), spark);
    });
}
