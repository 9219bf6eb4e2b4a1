namespace Portal.Sandbox.Node.Isolation;

/// <summary>
/// Variables that make the loader or the C library run or read other files. They are what glibc itself ignores in a set-user-id program
/// (its list of unsecure variables), for the same reason: here, too, a program starts as root with an environment that somebody else chose.
/// </summary>
internal static class LoaderVariables
{
    private static readonly string[] Prefixes = ["LD_", "GLIBC_", "MALLOC_", "GCONV_", "LIBC_"];

    private static readonly HashSet<string> Names =
    [
        "GETCONF_DIR", "HOSTALIASES", "LOCALDOMAIN", "LOCPATH", "NIS_PATH", "NLSPATH", "RESOLV_HOST_CONF", "RES_OPTIONS", "TMPDIR", "TZDIR",
    ];

    public static bool Contains(string name) => Names.Contains(name) || Array.Exists(Prefixes, p => name.StartsWith(p, StringComparison.Ordinal));
}
