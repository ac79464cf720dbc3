"""What the sign-in library says, in our words; it translates them itself, from our catalogue, when it says them."""


def N_(sentence: str) -> str:  # noqa: N802 - the usual name for 'find this for translation'
    """Mark a sentence for translation and return it as it is."""
    return sentence


# The library's name for a message: our sentence, and how it is flashed.
WORDS = {
    "GENERIC_AUTHN_FAILED": (
        N_("We do not know this e-mail address with this password. Look for a slip in either."),
        "error",
    ),
    "EMAIL_NOT_PROVIDED": (N_("Write your e-mail address."), "error"),
    "INVALID_EMAIL_ADDRESS": (N_("Write an e-mail address, like name@westshire.gov.uk."), "error"),
    "PASSWORD_NOT_PROVIDED": (N_("Write your password."), "error"),
    "INVALID_PASSWORD": (N_("This is not your password now."), "error"),
    "PASSWORD_INVALID_LENGTH": (N_("Use at least %(length)s characters."), "error"),
    "RETYPE_PASSWORD_MISMATCH": (N_("The two new passwords are not the same."), "error"),
    "PASSWORD_IS_THE_SAME": (N_("Choose a password that is not the one you have now."), "error"),
    "PASSWORD_CHANGE": (N_("Your new password is kept. Every other visit of yours has ended."), "success"),
    "TWO_FACTOR_INVALID_TOKEN": (N_("This code is not right, or its half minute is over. Try the next one."), "error"),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": (
        N_("Two-step sign-in is on. The next time you sign in you are asked for a code."),
        "success",
    ),
    "TWO_FACTOR_DISABLED": (N_("Two-step sign-in is off."), "success"),
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": (N_("Choose what you would like to do."), "error"),
    "TWO_FACTOR_PERMISSION_DENIED": (N_("Please sign in from the beginning."), "plain"),
    "TWO_FACTOR_SETUP_EXPIRED": (N_("That took longer than %(within)s. Please begin again."), "error"),
}
