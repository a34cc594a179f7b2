using System.Runtime.InteropServices;

namespace NVirt.Benchmarks;

/// <summary>What xmllint calls of libxml2.</summary>
internal static partial class Libxml2
{
    private const string Library = "libxml2.so.2";

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint xmlRelaxNGNewParserCtxt(string url);

    [LibraryImport(Library)]
    public static partial nint xmlRelaxNGParse(nint context);

    [LibraryImport(Library)]
    public static partial void xmlRelaxNGFreeParserCtxt(nint context);

    [LibraryImport(Library)]
    public static partial void xmlRelaxNGFree(nint schema);

    [LibraryImport(Library)]
    public static partial nint xmlRelaxNGNewValidCtxt(nint schema);

    [LibraryImport(Library)]
    public static partial int xmlRelaxNGValidateDoc(nint context, nint document);

    [LibraryImport(Library)]
    public static partial void xmlRelaxNGFreeValidCtxt(nint context);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint xmlReadFile(string path, nint encoding, int options);

    [LibraryImport(Library)]
    public static partial void xmlFreeDoc(nint document);
}
