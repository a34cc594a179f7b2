using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NVirt.Fleet.Reports;
using NVirt.Fleet.Server.Documents;
using NVirt.Fleet.Server.Refusals;
using NVirt.Xml;

namespace NVirt.Fleet.Server.Api;

/// <summary>Reads the bodies of requests within a bound, packed by gzip or not.</summary>
internal static class Bodies
{
    /// <summary>Reads JSON.</summary>
    /// <exception cref="RefusedException">It is too large, of another kind, or says something else.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type, int most)
        where T : class
    {
        HttpRequest request = context.Request;
        if (request.ContentType?.Split(';')[0].Trim() != "application/json")
        {
            // A page of somebody else can make a browser send other types.
            throw new RefusedException(Problems.Unsupported(Text.Of(Messages.Body_Type, "application/json")));
        }

        byte[] bytes = await BytesAsync(request, most, context.RequestAborted)
            ?? throw new RefusedException(Problems.TooLarge(Text.Of(Messages.Body_TooLarge, most)));
        if (request.Headers.ContentEncoding is { Count: > 0 } encoding)
        {
            bytes = encoding is not ["gzip"] ? throw new RefusedException(Problems.Unsupported(Text.Of(Messages.Body_Encoding, "gzip")))
                : Gzip.Unpack(bytes, most) ?? throw new RefusedException(Problems.TooLarge(Text.Of(Messages.Body_Packed, most)));
        }

        try
        {
            return JsonSerializer.Deserialize(bytes, type) ?? throw new RefusedException(Problems.Bad(Messages.Body_Null));
        }
        catch (JsonException e)
        {
            throw new RefusedException(Problems.Bad(Text.OnOneLine(Text.Of(
                Messages.Body_Malformed, e.LineNumber + 1, e.BytePositionInLine + 1, e.Path ?? "$"))));
        }
    }

    private static async Task<byte[]?> BytesAsync(HttpRequest request, int most, CancellationToken cancellation)
    {
        if (request.ContentLength > most)
        {
            return null;
        }

        using MemoryStream result = new(request.ContentLength is { } length ? (int)length : 0);
        byte[] buffer = new byte[16 * 1024];
        for (int read; (read = await request.Body.ReadAsync(buffer, cancellation)) > 0;)
        {
            if (result.Length + read > most)
            {
                return null;
            }

            result.Write(buffer, 0, read);
        }

        return result.ToArray();
    }
}
