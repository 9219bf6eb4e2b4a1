namespace Portal.Sandbox.Images;

/// <summary>What an image name stands for on this host.</summary>
public interface IImageCatalog
{
    /// <summary>How to run containers of that image.</summary>
    /// <exception cref="ImageNotFoundException">It stands for nothing here; the message says what to do.</exception>
    HostImage Resolve(string image);
}
