using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Platforms;

/// <summary>Reads what any platform says of the CPUs of hosts and guests. Safe for use by several threads.</summary>
public static class PlatformReader
{
    private static readonly PlatformForm[] All = [.. Platform.All.SelectMany(p => p.Forms)];

    /// <summary>The names of all forms.</summary>
    public static IReadOnlyList<string> Forms { get; } = [.. All.Select(f => f.Id)];

    /// <summary>The names of all platforms, each of which stands for all of its forms.</summary>
    public static IReadOnlyList<string> Platforms { get; } = [.. Platform.All.Select(p => p.Id)];

    /// <summary>Reads every CPU of a document.</summary>
    /// <param name="content">The bytes of the file; at most 16 MiB of UTF-8.</param>
    /// <param name="file">Its name for messages, or <see langword="null"/>.</param>
    /// <param name="options">What is known besides; <see langword="null"/> for nothing.</param>
    /// <param name="form">
    /// One of <see cref="Forms"/>, or one of <see cref="Platforms"/> if it is one of that platform's;
    /// <see langword="null"/> to recognise it by the content. Some values say too little to be recognised.
    /// </param>
    /// <returns>At least one, in the order of the document.</returns>
    /// <exception cref="CpuException">
    /// It has no known form, or two of them, or it is not well-formed; the message has file, line and column.
    /// </exception>
    public static IReadOnlyList<CpuStatement> Read(
        ReadOnlyMemory<byte> content, string? file, PlatformReadOptions? options = null, string? form = null)
    {
        using PlatformText text = new(content, file);
        PlatformForm found = form is null ? Recognise(text, All) : Array.Find(All, f => f.Id == form) ?? OfPlatform(text, form);
        return found.Read(text, options ?? new PlatformReadOptions());
    }

    /// <summary>The form of a document; <see langword="null"/> if none fits.</summary>
    /// <exception cref="CpuException">Two fit, or it is not text.</exception>
    public static string? FormOf(ReadOnlyMemory<byte> content, string? file)
    {
        using PlatformText text = new(content, file);
        return Find(text, All)?.Id;
    }

    /// <summary>All forms that a document could have; to read it, one of several must be named.</summary>
    /// <exception cref="CpuException">It is not text, or begins like JSON or XML and is not well-formed.</exception>
    public static IReadOnlyList<string> FormsOf(ReadOnlyMemory<byte> content, string? file)
    {
        using PlatformText text = new(content, file);
        return [.. All.Where(f => f.Recognises(text)).Select(f => f.Id)];
    }

    // One of several forms is told by the content, like one of all.
    private static PlatformForm OfPlatform(PlatformText text, string platform)
    {
        PlatformForm[] forms = Array.Find(Platform.All, p => p.Id == platform)?.Forms
            ?? throw new CpuException(CpuErrorKind.InvalidArgument, CpuRule.InvalidArgument,
                Text.Of(Messages.Form_Unknown, platform, string.Join(", ", Forms.Union(Platforms))));
        return forms.Length == 1 ? forms[0] : Recognise(text, forms);
    }

    private static PlatformForm Recognise(PlatformText text, PlatformForm[] forms) =>
        Find(text, forms)
        ?? throw text.Errors.Malformed(new Position(1, 1), Text.Of(Messages.Form_None, string.Join(", ", forms.Select(f => f.Id))));

    private static PlatformForm? Find(PlatformText text, PlatformForm[] forms)
    {
        PlatformForm[] found = Array.FindAll(forms, f => f.Recognises(text));
        return found.Length < 2 ? found.FirstOrDefault()
            : throw text.Errors.Malformed(new Position(1, 1), Text.Of(Messages.Form_Two, string.Join(", ", found.Select(f => f.Id))));
    }
}
