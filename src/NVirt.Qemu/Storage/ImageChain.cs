using System.Text.Json.Nodes;

namespace NVirt.Qemu.Storage;

/// <summary>
/// An image with all that it stands on. Each file is held open, and <c>qemu-img</c> is told of all of them: it opens nothing that an image
/// names, whoever wrote the image, and whatever becomes of the names meanwhile.
/// </summary>
internal sealed class ImageChain : IDisposable
{
    private readonly List<(ImageFile File, ImageFormat Format)> _images = [];

    /// <summary>The image itself.</summary>
    public ImageFile Top => _images[0].File;

    /// <summary>How many images there are.</summary>
    public int Count => _images.Count;

    /// <summary>What <c>qemu-img</c> is told instead of a path.</summary>
    public string ForProgram
    {
        get
        {
            JsonObject? under = null;
            foreach ((ImageFile file, ImageFormat format) in Enumerable.Reverse(_images))
            {
                under = new JsonObject
                {
                    ["driver"] = format.ProgramName,
                    ["file"] = new JsonObject { ["driver"] = "file", ["filename"] = file.PathForChild },
                    ["backing"] = under,
                };
            }

            return $"json:{under!.ToJsonString()}";
        }
    }

    /// <summary>Adds what is under the last one.</summary>
    public void Add(ImageFile file, ImageFormat format) => _images.Add((file, format));

    public void Dispose()
    {
        foreach ((ImageFile file, _) in _images)
        {
            file.Dispose();
        }
    }
}
