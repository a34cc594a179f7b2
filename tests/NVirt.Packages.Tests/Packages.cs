using System.Text.RegularExpressions;

namespace NVirt.Packages.Tests;

/// <summary>What ./package makes, made once for all tests.</summary>
internal static partial class Packages
{
    private static readonly Lazy<string> NativeFolder = new(() => Make("native"));
    private static readonly Lazy<string> NuGetFolder = new(() => Make("nuget"));

    /// <summary>The version that all of them have.</summary>
    public static string Version { get; } =
        VersionLine().Match(File.ReadAllText(Path.Combine(Places.Root, "Directory.Build.props"))).Groups["version"].Value;

    /// <summary>The folder with the tar, the wheel and the packages for Debian; the test is skipped where they cannot be made.</summary>
    public static string Native
    {
        get
        {
            NeedNative();
            Needs.Program("dpkg-deb", "dpkg");
            return NativeFolder.Value;
        }
    }

    /// <summary>The folder with the packages for .NET.</summary>
    public static string NuGet
    {
        get
        {
            Needs.Linux("./package is a script of bash");
            return NuGetFolder.Value;
        }
    }

    /// <summary>The native tool, built from the sources as they are.</summary>
    public static string NativeTool
    {
        get
        {
            NeedNative();
            Shell.Do(Path.Combine(Places.Root, "build", "native"), "NVirt.Cli");
            return Path.Combine(Places.Root, "artifacts", "native", "NVirt.Cli", "nvirt");
        }
    }

    /// <summary>The one file of a folder that has such a name.</summary>
    public static string File1(string folder, string form) => Assert.Single(Directory.GetFiles(folder, form));

    /// <summary>Makes packages from what is built.</summary>
    /// <returns>The folder.</returns>
    public static string Make(string kind, params string[] variables)
    {
        string folder = Directory.CreateTempSubdirectory("nvirt-packages-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        Shell.Do(variables, Path.Combine(Places.Root, "package"), kind, "--no-build", "-o", folder);
        return folder;
    }

    private static void NeedNative()
    {
        Needs.X86();
        Needs.Linux("native code is for Linux");
        Needs.Program("gcc", "gcc");
        Needs.Program("objdump", "binutils");
        Needs.Package(File.Exists("/usr/bin/python3"), "python3 is not installed (Debian package python3)");
    }

    [GeneratedRegex("<Version>(?<version>.*)</Version>", RegexOptions.None, 1000)]
    private static partial Regex VersionLine();
}
