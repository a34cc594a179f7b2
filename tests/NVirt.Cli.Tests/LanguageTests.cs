namespace NVirt.Cli.Tests;

/// <summary>Which language the environment variables choose.</summary>
public sealed class LanguageTests
{
    [Theory]
    [InlineData("LANG=de_DE.UTF-8")]
    [InlineData("LANG=de")]
    [InlineData("LANG=de_AT.UTF-8@euro")]
    [InlineData("LC_MESSAGES=de_DE.UTF-8 LANG=en_US.UTF-8")]
    [InlineData("LC_ALL=de_DE.UTF-8 LC_MESSAGES=en_US.UTF-8 LANG=C")]
    [InlineData("LANGUAGE=de LANG=en_US.UTF-8")]
    [InlineData("LANGUAGE=xx_YY:de_CH:en LANG=en_US.UTF-8")]
    [InlineData("LANGUAGE=::de: LANG=fr_FR.UTF-8")]
    [InlineData("LANGUAGE= LC_ALL= LC_MESSAGES= LANG=de_DE.UTF-8")]
    public void German_is_chosen(string variables) => Assert.Equal("de", Choose(variables));

    [Theory]
    [InlineData("")]
    [InlineData("LANG=C")]
    [InlineData("LANG=C.UTF-8")]
    [InlineData("LANG=POSIX")]
    [InlineData("LANG=en_US.UTF-8")]
    [InlineData("LANG=xx_YY.UTF-8")]
    [InlineData("LC_ALL=C LC_MESSAGES=de_DE.UTF-8 LANG=de_DE.UTF-8")]
    [InlineData("LC_MESSAGES=C LANG=de_DE.UTF-8")]
    [InlineData("LC_CTYPE=de_DE.UTF-8 LC_NUMERIC=de_DE.UTF-8 LANG=en_US.UTF-8")]
    [InlineData("LANGUAGE=en:de LANG=de_DE.UTF-8")]
    [InlineData("LANGUAGE=C:de LANG=de_DE.UTF-8")]
    [InlineData("LANGUAGE=xx LANG=de_DE.UTF-8")]
    public void English_is_chosen(string variables) => Assert.Equal(string.Empty, Choose(variables));

    [Theory]
    [InlineData("LANGUAGE=de LC_ALL=C")]
    [InlineData("LANGUAGE=de LANG=C.UTF-8")]
    [InlineData("LANGUAGE=de LANG=POSIX")]
    [InlineData("LANGUAGE=de")]
    public void Without_a_locale_LANGUAGE_has_no_say(string variables) => Assert.Equal(string.Empty, Choose(variables));

    [Theory]
    [InlineData("../../de")]
    [InlineData("de/../de")]
    [InlineData("_")]
    [InlineData("@euro")]
    [InlineData(".UTF-8")]
    [InlineData("de\u0000")]
    public void What_can_be_no_language_is_passed_over(string locale) => Assert.Equal(string.Empty, Choose($"LANG={locale}"));

    [Fact]
    public void A_name_that_is_too_long_is_passed_over() => Assert.Equal(string.Empty, Choose("LANG=" + new string('d', 10_000)));

    private static string Choose(string variables)
    {
        Dictionary<string, string> values = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(v => v.Split('='))
            .ToDictionary(v => v[0], v => v[1], StringComparer.Ordinal);
        return Language.Choose(values.GetValueOrDefault).Name;
    }
}
