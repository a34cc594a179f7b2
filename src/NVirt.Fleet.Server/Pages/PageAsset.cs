using System.Security.Cryptography;

namespace NVirt.Fleet.Server.Pages;

/// <summary>A file that pages use and that never changes while the service runs: it is in the program. Immutable.</summary>
internal sealed class PageAsset
{
    private const string Lasting = "public, max-age=31536000, immutable";

    private readonly byte[] _content;
    private readonly string _type;
    private readonly string _tag;

    /// <summary>Reads it from the program.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">What it is, for browsers.</param>
    public PageAsset(string name, string type)
    {
        using Stream stream = typeof(PageAsset).Assembly.GetManifestResourceStream("Pages/" + name)!;
        _content = new byte[stream.Length];
        stream.ReadExactly(_content);
        _type = type;
        string digest = Convert.ToHexStringLower(SHA256.HashData(_content))[..16];
        _tag = $"\"{digest}\"";
        Path = "/assets/" + name;
        Address = $"{Path}?v={digest}";
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>The same with what is in it, so that a browser keeps it for long and still gets a new one.</summary>
    public string Address { get; }

    /// <summary>Answers a request for it.</summary>
    public async Task SendAsync(HttpContext context)
    {
        HttpResponse response = context.Response;
        response.Headers.ETag = _tag;
        response.Headers.CacheControl = Lasting;
        response.Headers.XContentTypeOptions = "nosniff";
        if (context.Request.Headers.IfNoneMatch.Contains(_tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = _type;
        response.ContentLength = _content.Length;
        await response.Body.WriteAsync(_content, context.RequestAborted);
    }
}
