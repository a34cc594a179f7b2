using NVirt.Cpu;

namespace NVirt.Platforms;

/// <summary>A reader of one form of documents.</summary>
/// <param name="Id">Its name, as users give it and as statements have it.</param>
/// <param name="Recognises">Whether a document looks like it. It may refuse what is not text or not JSON.</param>
/// <param name="Read">
/// Reads all CPUs of a document, at least one, or refuses with file, line and column. Each CPU is in the document's order.
/// </param>
internal sealed record PlatformForm(
    string Id, Func<PlatformText, bool> Recognises, Func<PlatformText, PlatformReadOptions, IReadOnlyList<CpuStatement>> Read)
{
    /// <summary>A form that is never recognised: who reads it says so.</summary>
    public static PlatformForm Named(string id, Func<PlatformText, PlatformReadOptions, IReadOnlyList<CpuStatement>> read) =>
        new(id, static _ => false, read);

    /// <summary>A form of JSON that is told by a member of the root.</summary>
    public static PlatformForm WithKey(
        string id, string key, Func<PlatformText, PlatformReadOptions, IReadOnlyList<CpuStatement>> read) =>
        new(id, t => t.IsJson && t.Json.Has(key), (t, o) => t.Json.Has(key) ? read(t, o)
            : throw t.Refuse(t.Json, Xml.Text.Of(Messages.Read_Missing, key)));
}
